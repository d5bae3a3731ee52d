package io.frostglass.gateway.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransport;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/// Hands messages to the SDK and takes its answers, without HTTP. The SDK's own transport would answer wrong requests
/// with exceptions and their traces.
final class DirectTransport implements McpStreamableServerTransportProvider {

    /// The oldest has another transport, but the same messages, and some agents offer it here.
    static final List<String> REVISIONS = List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

    private McpStreamableServerSession.@Nullable Factory factory;

    /// Takes the SDK's answer to one request.
    static final class OneAnswer implements McpStreamableServerTransport {
        private final McpJsonMapper json;
        private volatile @Nullable JSONRPCResponse answer;

        OneAnswer(McpJsonMapper json) {
            this.json = json;
        }

        Optional<JSONRPCResponse> get() {
            return Optional.ofNullable(answer);
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message) {
            return Mono.fromRunnable(() -> {
                if (message instanceof JSONRPCResponse response) {
                    answer = response;
                }
            });
        }

        @Override
        public Mono<Void> sendMessage(JSONRPCMessage message, @Nullable String id) {
            return sendMessage(message);
        }

        @Override
        public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
            return json.convertValue(data, type);
        }

        @Override
        public Mono<Void> closeGracefully() {
            return Mono.empty();
        }
    }

    /// Begins a session.
    McpStreamableServerSession.McpStreamableServerSessionInit begin(InitializeRequest request) {
        return Objects.requireNonNull(factory).startSession(request);
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory given) {
        factory = given;
    }

    @Override
    public Mono<Void> notifyClients(String method, Object parameters) {
        return Mono.empty();
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @Override
    public List<String> protocolVersions() {
        return REVISIONS;
    }
}
