package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.Authenticated;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.NotAuthenticated;
import io.frostglass.gateway.http.AgentAuthenticator.RequestSender;
import io.frostglass.gateway.http.GatewayHandler.RequestContext;
import io.frostglass.gateway.http.GatewayResponse.Accepted;
import io.frostglass.gateway.http.GatewayResponse.McpResponse;
import io.frostglass.gateway.http.GatewayResponse.ProblemResponse;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.BodyRejected;
import io.frostglass.gateway.http.JsonBodyReader.JsonBody.CompleteBody;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.gateway.mcp.McpEndpoint.Opened;
import io.frostglass.gateway.mcp.McpSessions.McpLimits;
import io.frostglass.gateway.mcp.McpSessions.McpSession;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.tools.MisuseReport;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.frostglass.tools.Tool;
import io.frostglass.tools.mcp.JsonRpc;
import io.frostglass.tools.mcp.MediaCall;
import io.frostglass.tools.mcp.SdkServer;
import io.frostglass.tools.mcp.StrayCall;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.QuotedQualityCSV;
import org.eclipse.jetty.http.QuotedQualityCSV.QualityValue;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// MCP over Streamable HTTP. It finds the agent before it reads a message. Then it checks whether it can read the
/// message, and whether the message asks for raw media.
///
/// ```
/// path → preflight → method → Origin → agent → hours → role → ready → type → size → Accept → session → revision
///  404      204        405      403     401     403    403     503     415    413     406    400, 404    400
///      → JSON → message → raw media → unknown names → [ MCP ]
///        400      400     200, 403         200          200, 202
/// ```
public final class McpHandler extends Handler.Abstract {

    static final String SESSION = "Mcp-Session-Id";

    private static final String REVISION = "MCP-Protocol-Version";
    private static final String JSON = "application/json";
    private static final String NO_MESSAGE = "This is no message of JSON-RPC 2.0, as MCP has them.";

    /// The most messages of a batch. Each counts as if it had come alone.
    private static final int MAX_BATCH = 20;

    /// A request waits for an event for 30 s at most.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final RequestContext context;
    private final AllowedOrigins origins;
    private final McpEndpoint endpoint;

    private McpHandler(RequestContext context, AllowedOrigins origins, McpEndpoint endpoint) {
        this.context = context;
        this.origins = origins;
        this.endpoint = endpoint;
    }

    /// The handler at its path.
    public static Handler at(RequestContext context, McpLimits limits, McpEndpoint endpoint) {
        var origins = new AllowedOrigins(limits.origins());
        return origins.answering(McpEndpoint.PATH, new McpHandler(context, origins, endpoint));
    }

    /// A request that may go on.
    ///
    /// @param session empty if the request names none
    /// @param asEvents whether its client takes only server-sent events
    private record Visit(Caller caller, Optional<McpSession> session, boolean asEvents) {
        GatewayResponse message(int status, String outcome, JsonNode message) {
            return new McpResponse(status, outcome, message, asEvents && status == 200, Optional.empty());
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        response(request).write(response, callback);
        return true;
    }

    private void count(String outcome) {
        MetricCatalogue.GATEWAY_MCP_REQUESTS
                .counter(context.gateway().metrics(), outcome)
                .increment();
    }

    /// The response to a request that may not go on.
    private GatewayResponse stopped(GatewayResponse response) {
        count(response.outcome());
        return response;
    }

    private GatewayResponse refused(Refusal refusal) {
        return stopped(new ProblemResponse(refusal));
    }

    private GatewayResponse response(Request request) {
        if (AllowedOrigins.isPreflight(request) && origins.include(request)) {
            return stopped(new Accepted(204, "preflight"));
        }
        // The gateway sends nothing that was not asked for, so there is nothing to GET.
        if (!HttpMethod.POST.is(request.getMethod()) && !HttpMethod.DELETE.is(request.getMethod())) {
            return stopped(GatewayResponse.methodNotAllowed("POST, DELETE"));
        }
        RequestSender sender = context.sender(request);
        String origin = context.origin(sender);
        if (!origins.include(request)) {
            return recorded(Refusal.of(ProblemType.FOREIGN_ORIGIN), origin);
        }
        return switch (context.agent(sender)) {
            case NotAuthenticated(Refusal refusal) -> recorded(refusal, origin);
            case Authenticated(Agent agent)
            when !agent.may(Role.TRIAGE) -> recorded(Refusal.because(ProblemType.FORBIDDEN, "role_missing"), origin);
            case Authenticated(Agent agent)
            when context.readable().getAsBoolean() -> response(request, new Caller(agent, AgentTransport.MCP, origin));
            case Authenticated _ -> refused(Refusal.of(ProblemType.UNAVAILABLE));
        };
    }

    private GatewayResponse recorded(Refusal refusal, @Nullable String origin) {
        return stopped(context.refused(refusal, origin));
    }

    private GatewayResponse response(Request request, Caller caller) {
        boolean post = HttpMethod.POST.is(request.getMethod());
        if (post && !JsonBodyReader.isOf(request, JSON)) {
            misused(caller, "body");
            return refused(JsonBodyReader.unsupported(JSON));
        }
        if (request.getLength() > McpEndpoint.MAX_BYTES) {
            misused(caller, "body");
            return refused(JsonBodyReader.tooLarge(McpEndpoint.MAX_BYTES));
        }
        boolean json = accepts(request.getHeaders(), JSON);
        if (post && !json && !accepts(request.getHeaders(), EventStream.MEDIA_TYPE)) {
            return refused(Refusal.of(ProblemType.NOT_ACCEPTABLE));
        }
        return inSession(request, caller, !json);
    }

    /// Whether a client accepts a media type (RFC 9110, section 12.5.1). Of several ranges that match, the most precise
    /// counts. A client without the header accepts all types.
    private static boolean accepts(HttpFields headers, String type) {
        if (!headers.contains(HttpHeader.ACCEPT)) {
            return true;
        }
        var ranges = new QuotedQualityCSV();
        headers.getValuesList(HttpHeader.ACCEPT).forEach(ranges::addValue);
        return Stream.of(type, type.substring(0, type.indexOf('/')) + "/*", "*/*")
                .flatMap(range -> ranges.getQualityValues().stream()
                        .filter(it -> it.getValue()
                                .split(";", 2)[0]
                                .strip()
                                .toLowerCase(Locale.ROOT)
                                .equals(range))
                        .limit(1))
                .findFirst()
                .map(QualityValue::isAcceptable)
                .orElse(false);
    }

    /// The answer is the same for another agent's session and for an unknown session: so it does not show which
    /// sessions exist.
    private GatewayResponse inSession(Request request, Caller caller, boolean asEvents) {
        if (!request.getHeaders().contains(SESSION)) {
            return HttpMethod.POST.is(request.getMethod())
                    ? passed(request, new Visit(caller, Optional.empty(), asEvents))
                    : refused(Refusal.badParameter(SESSION, "must be there once"));
        }
        String id = DecisionRequests.only(request, SESSION);
        if (id == null) {
            return recorded(Refusal.badParameter(SESSION, "must be there once"), caller);
        }
        Optional<McpSession> session = endpoint.mcpSessions().use(id, caller.agent());
        if (session.isEmpty()) {
            return recorded(Refusal.of(ProblemType.NO_SESSION), caller);
        }
        // Clients of an older revision do not name the revision.
        if (!McpEndpoint.revisions().containsAll(request.getHeaders().getValuesList(REVISION))) {
            String known = String.join(", ", McpEndpoint.revisions());
            return recorded(Refusal.badParameter(REVISION, "must be one of " + known), caller);
        }
        return passed(request, new Visit(caller, session, asEvents));
    }

    private GatewayResponse recorded(Refusal refusal, Caller caller) {
        context.gateway()
                .log()
                .record(AuditEntryFactory.refused(
                        context.gateway().clock().instant(), refusal.reason(), caller, MisuseReport.NO_TOOL));
        return refused(refusal);
    }

    /// Records it, and counts it for the circuit breaker.
    private void misused(Caller caller, String reason) {
        context.gateway().misused(caller, MisuseReport.NO_TOOL, reason, Optional.empty());
    }

    private GatewayResponse passed(Request request, Visit visit) {
        count("passed");
        FeedRequests.setIdleTimeout(request, IDLE);
        if (!HttpMethod.POST.is(request.getMethod())) {
            visit.session().ifPresent(endpoint.mcpSessions()::close);
            return new Accepted(200, "closed");
        }
        return switch (JsonBodyReader.read(request, JSON, McpEndpoint.MAX_BYTES)) {
            case BodyRejected(Refusal refusal) -> misused(visit, new ProblemResponse(refusal));
            case CompleteBody body -> {
                try {
                    yield reply(visit, SdkServer.tree(body.bytes()));
                } catch (IOException e) {
                    // The parser's message would repeat the content.
                    var refusal = Refusal.of(
                            ProblemType.MALFORMED,
                            "The message must be JSON in UTF-8, nested a few levels deep, no name twice.");
                    yield misused(visit, new ProblemResponse(refusal));
                }
            }
        };
    }

    private GatewayResponse reply(Visit visit, JsonNode tree) {
        Optional<MediaCall.RefusedCall> media = MediaCall.find(tree);
        if (media.isPresent()) {
            return rawMedia(visit, media.get());
        }
        if (tree.isArray()) {
            return batch(visit, tree);
        }
        return switch (JsonRpc.kind(tree)) {
            case INVALID -> invalid(visit, tree, NO_MESSAGE);
            case REQUEST -> isInitialize(tree) ? opened(visit, tree) : answered(visit, tree);
            // The gateway waits for none of them.
            case NOTIFICATION, RESPONSE ->
                visit.session().isPresent() ? new Accepted(202, "accepted") : withoutSession(visit, tree);
        };
    }

    /// The status is 200 also for errors: clients take another status for a fault of the connection, and try again.
    private GatewayResponse rawMedia(Visit visit, MediaCall.RefusedCall call) {
        context.gateway()
                .rawMediaSought(visit.caller(), call.tool().map(Tool::code).orElse(MisuseReport.NO_TOOL));
        return call.answer()
                .map(answer -> visit.message(200, ProblemType.RAW_MEDIA.code(), answer))
                .orElseGet(() -> GatewayResponse.of(ProblemType.RAW_MEDIA));
    }

    private GatewayResponse answered(Visit visit, JsonNode request) {
        return visit.session()
                .map(session -> visit.message(200, "answered", answer(visit.caller(), session, request)))
                .orElseGet(() -> withoutSession(visit, request));
    }

    private ObjectNode answer(Caller caller, McpSession session, JsonNode request) {
        Optional<ObjectNode> stray = StrayCall.answer(request);
        if (stray.isPresent()) {
            misused(caller, "arguments");
            return stray.get();
        }
        return endpoint.answer(caller, session, request);
    }

    private GatewayResponse opened(Visit visit, JsonNode request) {
        Optional<ObjectNode> stray = StrayCall.answer(request);
        if (stray.isPresent()) {
            misused(visit.caller(), "arguments");
            return visit.message(200, "stray", stray.get());
        }
        return switch (endpoint.open(visit.caller(), request)) {
            case Opened.Full _ -> GatewayResponse.of(ProblemType.UNAVAILABLE);
            case Opened.Failed(ObjectNode answer) -> visit.message(200, "failed", answer);
            case Opened.Done(String id, ObjectNode answer) ->
                new McpResponse(200, "opened", answer, visit.asEvents(), Optional.of(id));
        };
    }

    /// All at once: several of them may wait for an event at the same time.
    private GatewayResponse batch(Visit visit, JsonNode messages) {
        if (visit.session().isEmpty() || !visit.session().get().takesBatches()) {
            return invalid(visit, messages, "One message at a time, but in a session of revision 2025-03-26.");
        }
        if (messages.isEmpty() || messages.size() > MAX_BATCH) {
            return invalid(visit, messages, "A batch has 1 to " + MAX_BATCH + " messages.");
        }
        var answers = new ArrayList<Future<Optional<ObjectNode>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (JsonNode message : messages) {
                answers.add(threads.submit(() -> ofBatch(visit, visit.session().get(), message)));
            }
        }
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        answers.forEach(answer -> answer.resultNow().ifPresent(all::add));
        return all.isEmpty() ? new Accepted(202, "accepted") : visit.message(200, "answered", all);
    }

    private Optional<ObjectNode> ofBatch(Visit visit, McpSession session, JsonNode message) {
        return switch (JsonRpc.kind(message)) {
            case NOTIFICATION, RESPONSE -> Optional.empty();
            case REQUEST ->
                Optional.of(
                        isInitialize(message)
                                ? JsonRpc.invalidRequest(message, "initialize comes alone.")
                                : answer(visit.caller(), session, message));
            case INVALID -> {
                misused(visit.caller(), "body");
                yield Optional.of(JsonRpc.invalidRequest(message, NO_MESSAGE));
            }
        };
    }

    private static boolean isInitialize(JsonNode request) {
        return "initialize".equals(request.path("method").textValue());
    }

    private GatewayResponse invalid(Visit visit, JsonNode message, String text) {
        return misused(visit, visit.message(400, "malformed", JsonRpc.invalidRequest(message, text)));
    }

    private static GatewayResponse withoutSession(Visit visit, JsonNode message) {
        String text = SESSION + " is missing. Initialize first, and send the id that you get.";
        return visit.message(400, "no_session", JsonRpc.invalidRequest(message, text));
    }

    private GatewayResponse misused(Visit visit, GatewayResponse response) {
        misused(visit.caller(), "body");
        return response;
    }
}
