package io.frostglass.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.mcp.McpSessions.McpSession;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.mcp.JsonRpc;
import io.frostglass.tools.mcp.SdkServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.server.McpServer;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.McpSyncServerExchange;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.InitializeRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server of the gateway, for requests of callers that the door has let in. Knows messages, and no HTTP.
public final class McpEndpoint {

    private static final Logger LOG = LoggerFactory.getLogger(McpEndpoint.class);

    public static final String PATH = "/mcp";

    /// Most bytes of a message; a decision has some thousand.
    public static final int MAX_BYTES = 64 * 1024;

    private static final String CALLER_KEY = "caller";

    /// For the SDK, which has one request at a time; the answer gets the client's own.
    private static final String ID = "request";

    private final DirectTransport transport;
    private final McpJsonMapper json;
    private final McpSessions mcpSessions;
    private final AgentApiFactory agentApiFactory;

    private McpEndpoint(
            DirectTransport transport, McpJsonMapper json, McpSessions mcpSessions, AgentApiFactory agentApiFactory) {
        this.transport = transport;
        this.json = json;
        this.mcpSessions = mcpSessions;
        this.agentApiFactory = agentApiFactory;
    }

    public static McpEndpoint open(
            McpLimits limits, AgentApiFactory agentApiFactory, MeterRegistry metrics, InstantSource clock) {
        var mcpSessions = new McpSessions(limits, clock);
        metrics.gauge("frostglass.gateway.mcp.sessions", mcpSessions, McpSessions::size);
        var transport = new DirectTransport();
        McpSyncServer _ = SdkServer.build(
                McpServer.sync(transport)
                        // On the request's own thread, which is a virtual one: many may wait for an event.
                        .immediateExecution(true),
                exchange -> desk(exchange, agentApiFactory),
                (tool, outcome) -> metrics.counter(
                                "frostglass.gateway.mcp.calls", "tool", tool.code(), "outcome", outcome)
                        .increment());
        return new McpEndpoint(transport, SdkServer.json(), mcpSessions, agentApiFactory);
    }

    private static AgentApi desk(McpSyncServerExchange exchange, AgentApiFactory agentApiFactory) {
        var caller = (Caller) Objects.requireNonNull(exchange.transportContext().get(CALLER_KEY));
        return agentApiFactory.deskOf(caller);
    }

    /// The revisions that it speaks, as the `MCP-Protocol-Version` header has them.
    public static List<String> revisions() {
        return DirectTransport.REVISIONS;
    }

    public McpSessions mcpSessions() {
        return mcpSessions;
    }

    /// What came of an `initialize`.
    public sealed interface Opened {
        /// A session, for the caller alone.
        record Done(String sessionId, ObjectNode answer) implements Opened {}

        /// None; `answer` says why.
        record Failed(ObjectNode answer) implements Opened {}

        /// There is no room for one more.
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

    /// Neither the message of an exception nor its trace goes out: nobody knows what is in them.
    private static ObjectNode failed(JsonNode request, RuntimeException e) {
        if (e instanceof McpError known) {
            return JsonRpc.answer(request, JSONRPCResponse.error(ID, known.getJsonRpcError()));
        }
        LOG.atError().addKeyValue("reason", e.getClass().getSimpleName()).log("an MCP request failed");
        return JsonRpc.internalError(request);
    }

    /// A caller has sent what is no message, or calls what nobody has. It is recorded, and counts for the circuit
    /// breaker.
    ///
    /// @param reason a word for the audit log
    public void misused(Caller caller, String reason) {
        agentApiFactory.misused(caller, "none", reason);
    }
}
