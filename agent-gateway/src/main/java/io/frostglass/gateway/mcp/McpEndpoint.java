package io.frostglass.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.mcp.McpSessions.McpLimits;
import io.frostglass.gateway.mcp.McpSessions.McpSession;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.tools.mcp.JsonRpc;
import io.frostglass.tools.mcp.SdkServer;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The MCP server of the gateway, for callers that [io.frostglass.gateway.http.McpHandler] has admitted. Knows no
/// HTTP.
public final class McpEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);

    public static final String PATH = "/mcp";

    /// The longest message in bytes; a decision has some thousand.
    public static final int MAX_BYTES = 64 * 1024;

    private static final String CALLER_KEY = "caller";

    /// The id for the SDK, which has one request at a time. The answer gets the client's id.
    private static final String ID = "request";

    private final DirectTransport transport;
    private final McpJsonMapper json;
    private final McpSessions mcpSessions;

    private McpEndpoint(DirectTransport transport, McpJsonMapper json, McpSessions mcpSessions) {
        this.transport = transport;
        this.json = json;
        this.mcpSessions = mcpSessions;
    }

    public static McpEndpoint open(McpLimits limits, AgentApiFactory agentApiFactory) {
        var metrics = agentApiFactory.metrics();
        var mcpSessions = new McpSessions(limits, agentApiFactory.clock());
        MetricCatalogue.GATEWAY_MCP_SESSIONS.gauge(metrics, mcpSessions, McpSessions::size);
        var transport = new DirectTransport();
        McpSyncServer _ = SdkServer.build(
                McpServer.sync(transport)
                        // On the thread of the request, which is a virtual one: many may wait for an event.
                        .immediateExecution(true),
                exchange -> agentApiFactory.apiOf(caller(exchange)),
                (tool, outcome) -> MetricCatalogue.GATEWAY_MCP_CALLS
                        .counter(metrics, tool.code(), outcome)
                        .increment());
        return new McpEndpoint(transport, SdkServer.json(), mcpSessions);
    }

    private static Caller caller(McpSyncServerExchange exchange) {
        return (Caller) Objects.requireNonNull(exchange.transportContext().get(CALLER_KEY));
    }

    /// The revisions of the protocol, as the `MCP-Protocol-Version` header has them.
    public static List<String> revisions() {
        return DirectTransport.REVISIONS;
    }

    public McpSessions mcpSessions() {
        return mcpSessions;
    }

    /// The result of an `initialize`.
    public sealed interface Opened {
        /// The caller has a session.
        record Done(String sessionId, ObjectNode answer) implements Opened {}

        /// The caller has no session; the answer says why.
        record Failed(ObjectNode answer) implements Opened {}

        /// There are too many sessions.
        record Full() implements Opened {}
    }

    /// Opens a session.
    ///
    /// @param request an `initialize`
    public Opened open(Caller caller, JsonNode request) {
        if (!mcpSessions.hasRoom(caller.agent())) {
            return new Opened.Full();
        }
        try {
            var init = transport.begin(
                    json.convertValue(SdkServer.value(request.path("params")), InitializeRequest.class));
            var result = Objects.requireNonNull(init.initResult().block());
            var opened = mcpSessions.open(new McpSession(init.session(), result.protocolVersion()), caller.agent());
            return opened
                    ? new Opened.Done(init.session().getId(), JsonRpc.result(request, SdkServer.node(result)))
                    : new Opened.Full();
        } catch (RuntimeException e) {
            return new Opened.Failed(failed(request, e));
        }
    }

    /// Answers a request within a session.
    public ObjectNode answer(Caller caller, McpSession mcpSession, JsonNode request) {
        var answer = new DirectTransport.OneAnswer(json);
        var context = McpTransportContext.create(Map.of(CALLER_KEY, caller));
        try {
            mcpSession
                    .sdk()
                    .responseStream(answer)
                    .handle(new JSONRPCRequest(
                            request.path("method").textValue(), ID, SdkServer.value(request.path("params"))))
                    .contextWrite(it -> it.put(McpTransportContext.KEY, context))
                    .block();
            return JsonRpc.answer(request, answer.get().orElseThrow());
        } catch (RuntimeException e) {
            return failed(request, e);
        }
    }

    /// The answer has neither the message of an exception nor its trace: they may repeat the request.
    private static ObjectNode failed(JsonNode request, RuntimeException e) {
        if (e instanceof McpError known) {
            return JsonRpc.answer(request, JSONRPCResponse.error(ID, known.getJsonRpcError()));
        }
        LOG.atError().addKeyValue("fault", e.getClass().getName()).log("mcp_request_failed");
        return JsonRpc.internalError(request);
    }
}
