package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.guard.RawMediaDetector;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.gateway.mcp.McpEndpoint.Opened;
import io.frostglass.gateway.mcp.McpLimits;
import io.frostglass.gateway.mcp.McpSessions.McpSession;
import io.frostglass.tools.Tool;
import io.frostglass.tools.mcp.JsonRpc;
import io.frostglass.tools.mcp.MediaCall;
import io.frostglass.tools.mcp.SdkServer;
import io.frostglass.tools.mcp.StrayCall;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Who may speak MCP is decided here, before anything of a message is read; then whether it can be read, and asks for
/// raw media. What HTTP says of a message is read here alone.
///
/// ```
/// path → preflight → method → Origin → who → hours → role → ready → type → size → Accept → session → revision
///  404      200        405      403    401    403    403     503     415    413     406    400, 404    400
///      → JSON → message → raw media → unknown names → [ MCP ]
///        400      400     200, 403         200          200, 202
/// ```
public final class McpHandler extends Handler.Abstract {

    static final String SESSION = "Mcp-Session-Id";
    private static final String REVISION = "MCP-Protocol-Version";
    private static final String JSON = "application/json";

    /// Messages that may come as one. Each counts as if it had come alone.
    private static final int MAX_BATCH = 20;

    /// A request waits for an event for 30 s at most.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final GatewayHandler.RequestContext requestContext;
    private final AllowedOrigins origins;
    private final McpEndpoint endpoint;
    private final RawMediaRecorder rawMedia;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private McpHandler(
            GatewayHandler.RequestContext requestContext,
            AllowedOrigins origins,
            McpEndpoint endpoint,
            RawMediaRecorder rawMedia,
            MeterRegistry metrics,
            InstantSource clock) {
        this.requestContext = requestContext;
        this.origins = origins;
        this.endpoint = endpoint;
        this.rawMedia = rawMedia;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// The door at its path. It takes no request to another.
    public static Handler at(
            GatewayHandler.RequestContext requestContext,
            McpLimits limits,
            McpEndpoint endpoint,
            RawMediaRecorder rawMedia,
            MeterRegistry metrics,
            InstantSource clock) {
        var origins = new AllowedOrigins(limits.origins());
        return origins.answering(
                McpEndpoint.PATH, new McpHandler(requestContext, origins, endpoint, rawMedia, metrics, clock));
    }

    /// Where a request that was let in belongs.
    ///
    /// @param session empty if it names none
    /// @param asEvents whether its client takes server-sent events alone
    private record Visit(Caller caller, Optional<McpSession> session, boolean asEvents) {

        GatewayResponse message(int status, String outcome, JsonNode message) {
            return new GatewayResponse.Mcp(status, outcome, message, asEvents && status == 200, Optional.empty());
        }
    }

    /// Whether a request may go on.
    private sealed interface McpAdmission {
        record Admitted(Visit visit) implements McpAdmission {}

        record Answered(GatewayResponse gatewayResponse) implements McpAdmission {}
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String origin = requestContext.origin(request);
        GatewayResponse gatewayResponse = switch (admission(request, origin)) {
            case McpAdmission.Answered(GatewayResponse refusal) -> {
                count(refusal.outcome());
                yield refusal;
            }
            case McpAdmission.Admitted(Visit visit) -> {
                count("passed");
                request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(IDLE.toMillis());
                yield reply(request, visit);
            }
        };
        gatewayResponse.write(response, callback);
        return true;
    }

    private GatewayResponse reply(Request request, Visit visit) {
        if (!HttpMethod.POST.is(request.getMethod())) {
            visit.session().ifPresent(endpoint.mcpSessions()::close);
            return new GatewayResponse.Accepted(200, "closed");
        }
        return switch (JsonBodyReader.read(request, JSON, McpEndpoint.MAX_BYTES)) {
            case JsonBodyReader.JsonBody.BodyRejected(GatewayResponse gatewayResponse) ->
                misused(visit, gatewayResponse);
            case JsonBodyReader.JsonBody.CompleteBody body -> {
                try {
                    yield reply(request, visit, SdkServer.tree(body.bytes()));
                } catch (IOException e) {
                    // Nothing of what is wrong with it is said: parsers show what was sent.
                    yield misused(
                            visit,
                            GatewayResponse.malformed(
                                    "The message must be JSON in UTF-8, nested a few levels deep, no name twice."));
                }
            }
        };
    }

    private GatewayResponse reply(Request request, Visit visit, JsonNode tree) {
        Optional<MediaCall.RefusedCall> media = MediaCall.find(tree);
        if (media.isPresent()) {
            return rawMedia(request, visit, media.get());
        }
        if (tree.isArray()) {
            return batch(visit, tree);
        }
        return switch (JsonRpc.kind(tree)) {
            case INVALID -> invalid(visit, tree, "This is no message of JSON-RPC 2.0, as MCP has them.");
            case REQUEST -> isInitialize(tree) ? opened(visit, tree) : answered(visit, tree);
            // Nothing here waits for one.
            case NOTIFICATION, RESPONSE ->
                visit.session().isPresent()
                        ? new GatewayResponse.Accepted(202, "accepted")
                        : withoutSession(visit, tree);
        };
    }

    private GatewayResponse answered(Visit visit, JsonNode request) {
        return visit.session().isPresent()
                ? visit.message(
                        200, "answered", answer(visit.caller(), visit.session().get(), request))
                : withoutSession(visit, request);
    }

    private ObjectNode answer(Caller caller, McpSession mcpSession, JsonNode request) {
        Optional<ObjectNode> stray = StrayCall.answer(request);
        if (stray.isPresent()) {
            endpoint.misused(caller, "arguments");
            return stray.get();
        }
        return endpoint.answer(caller, mcpSession, request);
    }

    private GatewayResponse opened(Visit visit, JsonNode request) {
        Optional<ObjectNode> stray = StrayCall.answer(request);
        if (stray.isPresent()) {
            endpoint.misused(visit.caller(), "arguments");
            return visit.message(200, "stray", stray.get());
        }
        return switch (endpoint.open(visit.caller(), request)) {
            case Opened.Full _ -> GatewayResponse.unavailable();
            case Opened.Failed(ObjectNode answer) -> visit.message(200, "failed", answer);
            case Opened.Done(String id, ObjectNode answer) ->
                new GatewayResponse.Mcp(200, "opened", answer, visit.asEvents(), Optional.of(id));
        };
    }

    /// All at once, so that those that wait for an event do so at the same time.
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
        return all.isEmpty() ? new GatewayResponse.Accepted(202, "accepted") : visit.message(200, "answered", all);
    }

    private Optional<ObjectNode> ofBatch(Visit visit, McpSession mcpSession, JsonNode message) {
        return switch (JsonRpc.kind(message)) {
            case NOTIFICATION, RESPONSE -> Optional.empty();
            case REQUEST ->
                Optional.of(
                        isInitialize(message)
                                ? JsonRpc.invalidRequest(message, "initialize comes alone.")
                                : answer(visit.caller(), mcpSession, message));
            case INVALID -> {
                endpoint.misused(visit.caller(), "body");
                yield Optional.of(
                        JsonRpc.invalidRequest(message, "This is no message of JSON-RPC 2.0, as MCP has them."));
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
        return visit.message(
                400,
                "no_session",
                JsonRpc.invalidRequest(
                        message, SESSION + " is missing. Initialize first, and send the id that you get."));
    }

    private GatewayResponse misused(Visit visit, GatewayResponse gatewayResponse) {
        endpoint.misused(visit.caller(), "body");
        return gatewayResponse;
    }

    /// An answer of MCP is 200, whatever it says: clients take another status for trouble with the way, and try again.
    private GatewayResponse rawMedia(Request request, Visit visit, MediaCall.RefusedCall call) {
        rawMedia.record(request, AgentTransport.MCP, call.tool().map(Tool::code).orElse(RawMediaFilter.NO_TOOL));
        return call.answer()
                .map(answer -> visit.message(200, RawMediaDetector.REASON, answer))
                .orElseGet(GatewayResponse::rawMedia);
    }

    private void count(String outcome) {
        metrics.counter("frostglass.gateway.mcp.requests", "outcome", outcome).increment();
    }

    private McpAdmission admission(Request request, @Nullable String origin) {
        if (AllowedOrigins.isPreflight(request) && origins.include(request)) {
            return new McpAdmission.Answered(new GatewayResponse.Accepted(204, "preflight"));
        }
        // Nothing is ever sent that was not asked for, so there is nothing to GET.
        if (!HttpMethod.POST.is(request.getMethod()) && !HttpMethod.DELETE.is(request.getMethod())) {
            return new McpAdmission.Answered(GatewayResponse.methodNotAllowed("POST, DELETE"));
        }
        if (!origins.include(request)) {
            requestContext.log().record(AuditEntryFactory.refused(clock.instant(), "foreign_origin", origin));
            return new McpAdmission.Answered(GatewayResponse.foreignOrigin());
        }
        return switch (requestContext.agent(request)) {
            case AuthenticationResult.NotAuthenticated(String reason, GatewayResponse gatewayResponse) -> {
                requestContext.log().record(AuditEntryFactory.refused(clock.instant(), reason, origin));
                yield new McpAdmission.Answered(gatewayResponse);
            }
            case AuthenticationResult.Authenticated(Agent agent) ->
                admission(request, new Caller(agent, AgentTransport.MCP, origin));
        };
    }

    private McpAdmission admission(Request request, Caller caller) {
        if (!caller.agent().may(Role.TRIAGE)) {
            requestContext.log().record(AuditEntryFactory.refused(clock.instant(), "role_missing", caller.origin()));
            return new McpAdmission.Answered(GatewayResponse.forbidden());
        }
        if (!requestContext.readable().getAsBoolean()) {
            return new McpAdmission.Answered(GatewayResponse.unavailable());
        }
        boolean post = HttpMethod.POST.is(request.getMethod());
        if (post && !JsonBodyReader.isOf(request, JSON)) {
            endpoint.misused(caller, "body");
            return new McpAdmission.Answered(GatewayResponse.unsupportedMediaType(JSON));
        }
        if (request.getLength() > McpEndpoint.MAX_BYTES) {
            endpoint.misused(caller, "body");
            return new McpAdmission.Answered(GatewayResponse.tooLarge(McpEndpoint.MAX_BYTES));
        }
        var types = new AcceptedTypes(request.getHeaders());
        boolean json = types.include(JSON);
        if (post && !json && !types.include(EventStream.MEDIA_TYPE)) {
            return new McpAdmission.Answered(GatewayResponse.notAcceptable());
        }
        return sessionAdmission(request, caller, !json);
    }

    /// One answer for a session of another, and for one that is not there: it tells nobody which there are.
    private McpAdmission sessionAdmission(Request request, Caller caller, boolean asEvents) {
        if (!request.getHeaders().contains(SESSION)) {
            return HttpMethod.POST.is(request.getMethod())
                    ? new McpAdmission.Admitted(new Visit(caller, Optional.empty(), asEvents))
                    : new McpAdmission.Answered(GatewayResponse.badParameter(SESSION, "must be there once"));
        }
        String id = DecisionRequests.only(request, SESSION);
        if (id == null) {
            record("arguments", caller);
            return new McpAdmission.Answered(GatewayResponse.badParameter(SESSION, "must be there once"));
        }
        Optional<McpSession> session = endpoint.mcpSessions().use(id, caller.agent());
        if (session.isEmpty()) {
            record("no_session", caller);
            return new McpAdmission.Answered(GatewayResponse.noSession());
        }
        if (!speaksRevision(request)) {
            record("arguments", caller);
            return new McpAdmission.Answered(GatewayResponse.badParameter(
                    REVISION, "must be one of " + String.join(", ", McpEndpoint.revisions())));
        }
        return new McpAdmission.Admitted(new Visit(caller, session, asEvents));
    }

    /// One that the server speaks, if it is said at all. Clients need not say the one of the session: those that speak
    /// an older one beside it do not.
    private static boolean speaksRevision(Request request) {
        return McpEndpoint.revisions().containsAll(request.getHeaders().getValuesList(REVISION));
    }

    private void record(String reason, Caller caller) {
        requestContext.log().record(AuditEntryFactory.refused(clock.instant(), reason, caller, RawMediaFilter.NO_TOOL));
    }
}
