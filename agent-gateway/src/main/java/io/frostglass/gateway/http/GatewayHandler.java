package io.frostglass.gateway.http;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agents;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.Decisions;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.rollout.Sight;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.gateway.tokens.Introspection;
import io.frostglass.settings.Secret;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;

/// All that an agent, or a system that checks tokens, can ask for.
///
/// ```
/// path → method → API key → role → ready → …
///  404     405      401      403     503
/// ```
public final class GatewayHandler extends Handler.Abstract implements Graceful {

    private final Door door;
    private final Feed feed;
    private final FeedRequests feedRequests;
    private final DecisionRequests decisionRequests;
    private final TemplateRequests templateRequests;
    private final IntrospectRequests introspectRequests;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    private volatile boolean shutdown;

    /// Who may come in, and when.
    ///
    /// @param agents as the agents file has them now
    /// @param readable whether the events are known
    /// @param current whether it is known now which tokens are still good
    /// @param log where refusals are told to
    /// @param originKey for the `origin` of audit entries
    /// @param gate who may read how much
    /// @param sight and of which sites
    /// @param templates as the templates file has them now
    public record Door(
            Supplier<Agents> agents,
            BooleanSupplier readable,
            BooleanSupplier current,
            DecisionLog log,
            Secret originKey,
            Gate gate,
            Sight sight,
            Supplier<Templates> templates) {

        /// RFC 6750, section 2.1, for keys of a reasonable length.
        private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]{16,256}=*)");

        boolean isReadyFor(Route route) {
            return route == Route.INTROSPECT ? current.getAsBoolean() : readable.getAsBoolean();
        }

        /// Whose key came with the request.
        Optional<Agent> agent(Request request) {
            String given = DecisionRequests.only(request, HttpHeader.AUTHORIZATION.asString());
            Matcher bearer = BEARER.matcher(given == null ? "" : given);
            return bearer.matches() ? agents.get().byKey(bearer.group(1)) : Optional.empty();
        }
    }

    public GatewayHandler(
            Door door,
            Feed feed,
            Decisions decisions,
            Introspection introspection,
            MeterRegistry metrics,
            InstantSource clock) {
        this.door = door;
        this.feed = feed;
        this.feedRequests = new FeedRequests(feed, door.gate(), door.sight());
        this.templateRequests = new TemplateRequests(door.templates());
        this.decisionRequests = new DecisionRequests(decisions);
        this.introspectRequests = new IntrospectRequests(introspection);
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
        var origin = new Origins(door.originKey()).of(request);
        Optional<Agent> agent = door.agent(request);
        if (agent.isEmpty()) {
            door.log().record(Entries.refused(clock.instant(), "unknown_key", origin));
            return Reply.unknownKey();
        }
        if (!agent.get().may(route.role())) {
            door.log().record(Entries.refused(clock.instant(), "role_missing", origin));
            return Reply.forbidden();
        }
        if (!door.isReadyFor(route)) {
            return Reply.unavailable();
        }
        try {
            return switch (route) {
                case EVENTS -> feedRequests.page(request, agent.get());
                case EVENT -> feedRequests.event(match.eventId(), agent.get());
                case ALERTS ->
                    decisionRequests.decide(request, match.eventId(), AgentOutcome.raised, agent.get(), origin);
                case DISMISSALS ->
                    decisionRequests.decide(request, match.eventId(), AgentOutcome.dismissed, agent.get(), origin);
                case TEMPLATES -> templateRequests.list();
                case INTROSPECT -> introspectRequests.introspect(request);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Reply.unavailable();
        }
    }

    /// Who waits for an event gets his answer now, so that the server can stop.
    @Override
    public CompletableFuture<Void> shutdown() {
        shutdown = true;
        feed.stopWaiting();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }
}
