package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.runtime.ProblemDetails;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.ApiResponse;
import io.frostglass.tools.ApiResponse.Declined;
import io.frostglass.tools.ApiResponse.Given;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.MisuseReport.Kind;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// An HTTP response. Refusals become responses here and nowhere else.
sealed interface GatewayResponse {

    /// A word for metrics.
    String outcome();

    record JsonResponse(int status, String outcome, JsonNode body) implements GatewayResponse {
        @Override
        public String toString() {
            return "JsonResponse[" + outcome + "]";
        }
    }

    /// A problem document (RFC 9457).
    ///
    /// @param allowed the methods of the path, if the request had another method
    record ProblemResponse(Refusal refusal, Optional<String> allowed) implements GatewayResponse {
        ProblemResponse(Refusal refusal) {
            this(refusal, Optional.empty());
        }

        @Override
        public String outcome() {
            return refusal.type().code();
        }

        ProblemDetails problem() {
            ProblemType type = refusal.type();
            return new ProblemDetails(type.uri(), type.status(), type.title(), refusal.detail(), refusal.field());
        }

        private void send(Response response, Callback callback) {
            var headers = response.getHeaders();
            if (refusal.type().status() == 401) {
                headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"frostglass\"");
            }
            allowed.ifPresent(methods -> headers.put(HttpHeader.ALLOW, methods));
            refusal.retryAfter()
                    .or(refusal.type()::retryAfter)
                    .ifPresent(
                            wait -> headers.put(HttpHeader.RETRY_AFTER, String.valueOf(Math.max(1, wait.toSeconds()))));
            problem().write(response, callback);
        }
    }

    /// The answer to one or more messages of MCP.
    ///
    /// @param message one answer, or an array of several
    /// @param asEvents whether the client takes only server-sent events; then each answer is one
    /// @param session the id of a session that was opened
    record McpResponse(int status, String outcome, JsonNode message, boolean asEvents, Optional<String> session)
            implements GatewayResponse {
        @Override
        public String toString() {
            return "McpResponse[" + outcome + "]";
        }

        private void send(Response response, Callback callback) {
            response.setStatus(status);
            session.ifPresent(id -> response.getHeaders().put(McpHandler.SESSION, id));
            if (!asEvents) {
                GatewayResponse.send(response, "application/json", message.toString(), callback);
                return;
            }
            var events = new StringBuilder();
            for (JsonNode one : message.isArray() ? message : List.of(message)) {
                events.append("event: message\ndata: ").append(one).append("\n\n");
            }
            GatewayResponse.send(response, EventStream.MEDIA_TYPE, events.toString(), callback);
        }
    }

    /// An answer without a body.
    record Accepted(int status, String outcome) implements GatewayResponse {}

    record StreamResponse(EventStream events) implements GatewayResponse {
        @Override
        public String outcome() {
            return "stream";
        }

        private void send(Response response, Callback callback) {
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, EventStream.MEDIA_TYPE);
            // Without it, some proxies collect a response before they pass it on.
            response.getHeaders().put("X-Accel-Buffering", "no");
            try (var out = Content.Sink.asOutputStream(response)) {
                events.writeTo(out);
                callback.succeeded();
            } catch (IOException e) {
                // The client has gone.
                callback.failed(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                callback.failed(e);
            }
        }
    }

    record TextResponse(String mediaType, String text) implements GatewayResponse {
        @Override
        public String outcome() {
            return "document";
        }
    }

    /// The response for an answer of the API.
    ///
    /// @param status if the agent gets what it asked for
    /// @param outcome a word for metrics, if the agent gets what it asked for
    static GatewayResponse of(ApiResponse apiResponse, int status, String outcome) {
        return switch (apiResponse) {
            case Given(ObjectNode body) -> new JsonResponse(status, outcome, body);
            case Declined(Refusal refusal) -> new ProblemResponse(refusal);
        };
    }

    /// Reports a request that the gateway cannot read, and refuses it.
    static GatewayResponse misused(AgentApi agentApi, Kind kind, String tool, Refusal refusal)
            throws InterruptedException {
        agentApi.report(new MisuseReport(kind, tool, Optional.empty()));
        return new ProblemResponse(refusal);
    }

    static GatewayResponse of(ProblemType type) {
        return new ProblemResponse(Refusal.of(type));
    }

    static GatewayResponse methodNotAllowed(String allowed) {
        return new ProblemResponse(
                Refusal.of(ProblemType.METHOD_NOT_ALLOWED, "Use " + allowed + "."), Optional.of(allowed));
    }

    private static void send(Response response, String mediaType, String text, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, mediaType);
        Content.Sink.write(response, true, text, callback);
    }

    default void write(Response response, Callback callback) {
        // Some responses hold tokens.
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        switch (this) {
            case JsonResponse json -> {
                response.setStatus(json.status());
                send(response, "application/json", json.body().toString(), callback);
            }
            case McpResponse mcp -> mcp.send(response, callback);
            case Accepted accepted -> {
                response.setStatus(accepted.status());
                response.write(true, null, callback);
            }
            case StreamResponse stream -> stream.send(response, callback);
            case TextResponse(String mediaType, String text) -> {
                response.setStatus(200);
                send(response, mediaType, text, callback);
            }
            case ProblemResponse problem -> problem.send(response, callback);
        }
    }
}
