package io.frostglass.gateway.http;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Via;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.desk.Office;
import io.frostglass.gateway.tokens.Introspection;
import io.frostglass.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.jspecify.annotations.Nullable;

/// All that an agent, or a system that checks tokens, can ask for.
///
/// ```
/// path → method → who → hours → role → ready → …
///  404     405    401    403    403     503
/// ```
public final class GatewayHandler extends Handler.Abstract implements Graceful {

    private final Door door;
    private final Office office;
    private final DecisionRequests decisionRequests;
    private final IntrospectRequests introspectRequests;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private volatile boolean shutdown;

    /// Who may come in, and when.
    ///
    /// @param keeper knows who comes
    /// @param readable whether the events are known
    /// @param current whether it is known now which tokens are still good
    /// @param log where refusals are told to
    /// @param originKey for the `origin` of audit entries
    public record Door(
            Doorkeeper keeper, BooleanSupplier readable, BooleanSupplier current, DecisionLog log, Secret originKey) {

        boolean isReadyFor(Route route) {
            return route == Route.INTROSPECT ? current.getAsBoolean() : readable.getAsBoolean();
        }

        /// Who makes the request, if he may come in.
        Entrance agent(Request request) {
            return keeper.admit(request);
        }

        /// From where it comes, as the audit log is told.
        @Nullable
        String origin(Request request) {
            return keeper.address(request).map(new Origins(originKey)::of).orElse(null);
        }
    }

    public GatewayHandler(
            Door door,
            Office office,
            RawMediaDesk rawMedia,
            Introspection introspection,
            MeterRegistry metrics,
            InstantSource clock) {
        this.door = door;
        this.office = office;
        this.decisionRequests = new DecisionRequests(rawMedia);
        this.introspectRequests = new IntrospectRequests(introspection, door.log(), clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // Who guards the way here may see another path than this, if it could have parameters (`;`).
        boolean plain = request.getHttpURI().getPath().indexOf(';') < 0;
        Optional<Route.Match> match = plain ? Route.of(Request.getPathInContext(request)) : Optional.empty();
        if (match.isEmpty()) {
            return false;
        }
        var start = clock.instant();
        Reply reply = reply(request, match.get());
        Timer.builder("frostglass.gateway.requests")
                .tag("route", match.get().route().word())
                .tag("outcome", reply.outcome())
                .register(metrics)
                .record(Duration.between(start, clock.instant()));
        reply.write(response, callback);
        return true;
    }

    private Reply reply(Request request, Route.Match match) {
        Route route = match.route();
        if (!route.method().is(request.getMethod())) {
            return Reply.methodNotAllowed(route.method().asString());
        }
        if (route == Route.DESCRIPTION) {
            return Description.reply();
        }
        return switch (door.agent(request)) {
            case Entrance.Refused(String reason, Reply reply) -> {
                door.log().record(Entries.refused(clock.instant(), reason, door.origin(request)));
                yield reply;
            }
            case Entrance.Admitted(Agent agent) -> reply(request, match, agent, door.origin(request));
        };
    }

    private Reply reply(Request request, Route.Match match, Agent agent, @Nullable String origin) {
        Route route = match.route();
        if (!mayTake(route, agent)) {
            door.log().record(Entries.refused(clock.instant(), "role_missing", origin));
            return Reply.forbidden();
        }
        if (!door.isReadyFor(route)) {
            return Reply.unavailable();
        }
        var caller = new Caller(agent, Via.HTTP, origin);
        var desk = office.deskOf(caller);
        try {
            return switch (route) {
                case EVENTS -> FeedRequests.page(request, desk);
                case STREAM ->
                    FeedRequests.stream(request, desk, () -> isWelcome(request, route, agent), this::isShutdown);
                case EVENT -> FeedRequests.event(match.eventId(), desk);
                case ALERTS -> decisionRequests.decide(request, match.eventId(), AgentOutcome.raised, desk);
                case DISMISSALS -> decisionRequests.decide(request, match.eventId(), AgentOutcome.dismissed, desk);
                case TEMPLATES -> Reply.of(desk.templates(), 200, "templates");
                case DESCRIPTION -> Description.reply();
                case INTROSPECT -> introspectRequests.introspect(request, caller);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.unavailable();
        }
    }

    private static boolean mayTake(Route route, Agent agent) {
        return route.role().map(agent::may).orElse(true);
    }

    /// Whether who has come in once would be let in now, with the same sites, roles and limits.
    private boolean isWelcome(Request request, Route route, Agent then) {
        return door.agent(request) instanceof Entrance.Admitted(Agent agent)
                && agent.equals(then)
                && door.isReadyFor(route);
    }

    /// Who waits for an event gets his answer now, so that the server can stop.
    @Override
    public CompletableFuture<Void> shutdown() {
        shutdown = true;
        office.feed().stopWaiting();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }
}
