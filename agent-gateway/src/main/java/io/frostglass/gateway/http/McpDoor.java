package io.frostglass.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Via;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.guard.RawMedia;
import io.frostglass.gateway.mcp.McpEndpoint;
import io.frostglass.gateway.mcp.McpLimits;
import io.frostglass.gateway.mcp.MediaCall;
import io.frostglass.gateway.mcp.SdkServer;
import io.frostglass.gateway.mcp.Sessions;
import io.frostglass.gateway.mcp.StrayCall;
import io.frostglass.gateway.tools.Tool;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Who may speak MCP is decided here, before anything of a message is read; then whether it can be read, and asks for
/// raw media.
///
/// ```
/// path → method → Origin → who → hours → role → ready → type → size → session → JSON → raw media → [ MCP ]
///  404     405      403    401    403    403     503     415    413   404, 503  400     200, 403
/// ```
public final class McpDoor extends Handler.Wrapper {

    private static final String SESSION = "Mcp-Session-Id";
    private static final String JSON = "application/json";
    private static final String JSON_UTF_8 = JSON + ";charset=utf-8";

    /// The origins of pages of this machine (RFC 6454), whatever the port.
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// A request waits for an event for 30 s at most.
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final GatewayHandler.Door door;
    private final McpLimits limits;
    private final McpEndpoint endpoint;
    private final Sessions sessions;
    private final RawMediaDesk rawMedia;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    public McpDoor(
            GatewayHandler.Door door,
            McpLimits limits,
            McpEndpoint endpoint,
            RawMediaDesk rawMedia,
            MeterRegistry metrics,
            InstantSource clock) {
        super(endpoint.handler());
        this.door = door;
        this.limits = limits;
        this.endpoint = endpoint;
        this.sessions = endpoint.sessions();
        this.rawMedia = rawMedia;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        if (!Request.getPathInContext(request).equals(McpEndpoint.PATH)) {
            return false;
        }
        String origin = door.origin(request);
        Entrance entrance = door.agent(request);
        Optional<Reply> refusal = refusal(request, entrance, origin);
        count(refusal.map(Reply::outcome).orElse("passed"));
        if (refusal.isPresent() || !(entrance instanceof Entrance.Admitted(Agent agent))) {
            refusal.orElseGet(Reply::unknownKey).write(response, callback);
            return true;
        }
        var caller = new Caller(agent, Via.MCP, origin);
        request.getConnectionMetaData().getConnection().getEndPoint().setIdleTimeout(IDLE.toMillis());
        if (!HttpMethod.POST.is(request.getMethod())) {
            return pass(caller, request, response, callback);
        }
        return switch (BodyReader.read(request, JSON, McpEndpoint.MOST_BYTES)) {
            case BodyReader.Body.Refused(Reply reply) -> {
                misused(caller, reply).write(response, callback);
                yield true;
            }
            case BodyReader.Body.Whole body -> {
                Optional<Reply> refused = refusal(caller, request, body.bytes());
                if (refused.isEmpty()) {
                    yield pass(caller, new Replayed(request, JSON_UTF_8, body.bytes()), response, callback);
                }
                refused.get().write(response, callback);
                yield true;
            }
        };
    }

    /// What to answer instead of what a message asks for; empty if it may pass.
    private Optional<Reply> refusal(Caller caller, Request request, byte[] message) {
        try {
            JsonNode tree = SdkServer.tree(message);
            return MediaCall.find(tree)
                    .map(call -> rawMedia(request, call))
                    .or(() -> StrayCall.answer(tree).map(answer -> stray(caller, answer)));
        } catch (IOException e) {
            // The SDK would say what is wrong with it, in words that show what was sent.
            return Optional.of(misused(
                    caller,
                    Reply.malformed("The message must be JSON in UTF-8, nested a few levels deep, no name twice.")));
        }
    }

    private Reply misused(Caller caller, Reply reply) {
        endpoint.misused(caller, "body");
        return reply;
    }

    private Reply stray(Caller caller, ObjectNode answer) {
        endpoint.misused(caller, "arguments");
        return new Reply.Answer(200, "stray", answer);
    }

    private boolean pass(Caller caller, Request request, Response response, Callback callback) throws Exception {
        return ScopedValue.where(McpEndpoint.CALLER, caller).call(() -> super.handle(request, response, callback));
    }

    /// An answer of MCP is 200, whatever it says: clients take another status for trouble with the way, and try again.
    private Reply rawMedia(Request request, MediaCall.Refused call) {
        rawMedia.record(request, Via.MCP, call.tool().map(Tool::word).orElse(RawMediaGate.NO_TOOL));
        return call.answer()
                .<Reply>map(answer -> new Reply.Answer(200, RawMedia.REASON, answer))
                .orElseGet(Reply::rawMedia);
    }

    private void record(String reason, Caller caller) {
        door.log().record(Entries.refused(clock.instant(), reason, caller, RawMediaGate.NO_TOOL));
    }

    private void count(String outcome) {
        metrics.counter("frostglass.gateway.mcp.requests", "outcome", outcome).increment();
    }

    /// What to answer instead of what was asked for; empty if it may pass.
    private Optional<Reply> refusal(Request request, Entrance entrance, @Nullable String origin) {
        // Nothing is ever sent that was not asked for, so there is nothing to GET.
        boolean post = HttpMethod.POST.is(request.getMethod());
        if (!post && !HttpMethod.DELETE.is(request.getMethod())) {
            return Optional.of(Reply.methodNotAllowed("POST, DELETE"));
        }
        if (!isAllowedOrigin(request)) {
            door.log().record(Entries.refused(clock.instant(), "foreign_origin", origin));
            return Optional.of(Reply.foreignOrigin());
        }
        return switch (entrance) {
            case Entrance.Refused(String reason, Reply reply) -> {
                door.log().record(Entries.refused(clock.instant(), reason, origin));
                yield Optional.of(reply);
            }
            case Entrance.Admitted(Agent agent) -> refusal(request, post, new Caller(agent, Via.MCP, origin));
        };
    }

    private Optional<Reply> refusal(Request request, boolean post, Caller caller) {
        if (!caller.agent().may(Role.TRIAGE)) {
            door.log().record(Entries.refused(clock.instant(), "role_missing", caller.origin()));
            return Optional.of(Reply.forbidden());
        }
        if (!door.readable().getAsBoolean()) {
            return Optional.of(Reply.unavailable());
        }
        if (post && !BodyReader.isOf(request, JSON)) {
            return Optional.of(misused(caller, Reply.unsupportedMediaType(JSON)));
        }
        if (request.getLength() > McpEndpoint.MOST_BYTES) {
            return Optional.of(misused(caller, Reply.tooLarge(McpEndpoint.MOST_BYTES)));
        }
        return sessionRefusal(request, post, caller);
    }

    /// One answer for a session of another, and for one that is not there: it tells nobody which there are.
    private Optional<Reply> sessionRefusal(Request request, boolean post, Caller caller) {
        String id = DecisionRequests.only(request, SESSION);
        if (id == null && request.getHeaders().contains(SESSION)) {
            record("arguments", caller);
            return Optional.of(Reply.badParameter(SESSION, "must be there once"));
        }
        if (id == null) {
            return sessions.hasRoom(caller.agent()) ? Optional.empty() : Optional.of(Reply.unavailable());
        }
        if (!sessions.use(id, caller.agent())) {
            record("no_session", caller);
            return Optional.of(Reply.noSession());
        }
        if (!post) {
            sessions.closed(id);
        }
        return Optional.empty();
    }

    /// Browsers say which page's script sends a request; others say nothing. A foreign page could come by a name that
    /// it has led to this machine (DNS rebinding).
    private boolean isAllowedOrigin(Request request) {
        var given = request.getHeaders().getValuesList("Origin");
        return given.stream().allMatch(origin -> limits.origins().contains(origin) || isLoopback(origin));
    }

    private static boolean isLoopback(String origin) {
        try {
            var uri = new URI(origin);
            String scheme = uri.getScheme();
            return ("http".equals(scheme) || "https".equals(scheme))
                    && uri.getHost() != null
                    && LOOPBACK.contains(uri.getHost())
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty();
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
