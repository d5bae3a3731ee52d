package io.frostglass.gateway.mcp;

import io.frostglass.gateway.agents.Caller;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import io.modelcontextprotocol.spec.McpStreamableServerTransportProvider;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.util.List;
import reactor.core.publisher.Mono;

/// The SDK's transport, with each session that it opens bound to who opened it, before its id is told to anybody.
final class BoundTransport implements McpStreamableServerTransportProvider {

    private final McpStreamableServerTransportProvider transport;
    private final Sessions sessions;

    BoundTransport(McpStreamableServerTransportProvider transport, Sessions sessions) {
        this.transport = transport;
        this.sessions = sessions;
    }

    @Override
    public void setSessionFactory(McpStreamableServerSession.Factory factory) {
        transport.setSessionFactory(request -> {
            Caller caller = McpEndpoint.CALLER.get();
            // The door has looked already; but a request within a session can open another.
            if (!sessions.hasRoom(caller.agent())) {
                throw new IllegalStateException("too many sessions; end one, or come again later");
            }
            var opened = factory.startSession(request);
            sessions.opened(opened.session().getId(), caller.agent());
            return opened;
        });
    }

    @Override
    public Mono<Void> notifyClients(String method, Object parameters) {
        return transport.notifyClients(method, parameters);
    }

    @Override
    public Mono<Void> closeGracefully() {
        return transport.closeGracefully();
    }

    /// The oldest agreed on another transport, but its messages are the same, and some agents offer it here.
    @Override
    public List<String> protocolVersions() {
        return List.of(
                ProtocolVersions.MCP_2024_11_05,
                ProtocolVersions.MCP_2025_03_26,
                ProtocolVersions.MCP_2025_06_18,
                ProtocolVersions.MCP_2025_11_25);
    }
}
