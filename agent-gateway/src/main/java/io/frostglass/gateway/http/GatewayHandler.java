package io.frostglass.gateway.http;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.tokens.TokenIntrospection;
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

    private final RequestContext requestContext;
    private final AgentApiFactory agentApiFactory;
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
    public record RequestContext(
            AgentAuthenticator keeper,
            BooleanSupplier readable,
            BooleanSupplier current,
            DecisionLog log,
            Secret originKey) {

        boolean isReadyFor(Route route) {
            return route == Route.INTROSPECT ? current.getAsBoolean() : readable.getAsBoolean();
        }

        /// Who makes the request, if he may come in.
        AuthenticationResult agent(Request request) {
            return keeper.admit(request);
        }

        /// From where it comes, as the audit log is told.
        @Nullable
        String origin(Request request) {
            return keeper.address(request)
                    .map(new AddressPseudonym(originKey)::of)
                    .orElse(null);
        }
    }

    public GatewayHandler(
            RequestContext requestContext,
            AgentApiFactory agentApiFactory,
            RawMediaRecorder rawMedia,
            TokenIntrospection tokenIntrospection,
            MeterRegistry metrics,
            InstantSource clock) {
        this.requestContext = requestContext;
        this.agentApiFactory = agentApiFactory;
        this.decisionRequests = new DecisionRequests(rawMedia);
        this.introspectRequests = new IntrospectRequests(tokenIntrospection, requestContext.log(), clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // Who guards the way here may see another path than this, if it could have parameters (`;`).
        boolean plain = request.getHttpURI().getPath().indexOf(';') < 0;
        Optional<Route.RouteMatch> match = plain ? Route.of(Request.getPathInContext(request)) : Optional.empty();
        if (match.isEmpty()) {
            return false;
        }
        var start = clock.instant();
        GatewayResponse gatewayResponse = reply(request, match.get());
        Timer.builder("frostglass.gateway.requests")
                .tag("route", match.get().route().code())
                .tag("outcome", gatewayResponse.outcome())
                .register(metrics)
                .record(Duration.between(start, clock.instant()));
        gatewayResponse.write(response, callback);
        return true;
    }

    private GatewayResponse reply(Request request, Route.RouteMatch routeMatch) {
        Route route = routeMatch.route();
        if (!route.method().is(request.getMethod())) {
            return GatewayResponse.methodNotAllowed(route.method().asString());
        }
        if (route == Route.DESCRIPTION) {
            return OpenApiDocument.gatewayResponse();
        }
        return switch (requestContext.agent(request)) {
            case AuthenticationResult.NotAuthenticated(String reason, GatewayResponse gatewayResponse) -> {
                requestContext
                        .log()
                        .record(AuditEntryFactory.refused(clock.instant(), reason, requestContext.origin(request)));
                yield gatewayResponse;
            }
            case AuthenticationResult.Authenticated(Agent agent) ->
                reply(request, routeMatch, agent, requestContext.origin(request));
        };
    }

    private GatewayResponse reply(Request request, Route.RouteMatch routeMatch, Agent agent, @Nullable String origin) {
        Route route = routeMatch.route();
        if (!mayTake(route, agent)) {
            requestContext.log().record(AuditEntryFactory.refused(clock.instant(), "role_missing", origin));
            return GatewayResponse.forbidden();
        }
        if (!requestContext.isReadyFor(route)) {
            return GatewayResponse.unavailable();
        }
        var caller = new Caller(agent, AgentTransport.HTTP, origin);
        var agentApi = agentApiFactory.deskOf(caller);
        try {
            return switch (route) {
                case EVENTS -> FeedRequests.page(request, agentApi);
                case STREAM ->
                    FeedRequests.stream(request, agentApi, () -> isWelcome(request, route, agent), this::isShutdown);
                case EVENT -> FeedRequests.event(routeMatch.eventId(), agentApi);
                case ALERTS -> decisionRequests.decide(request, routeMatch.eventId(), AgentOutcome.raised, agentApi);
                case DISMISSALS ->
                    decisionRequests.decide(request, routeMatch.eventId(), AgentOutcome.dismissed, agentApi);
                case TEMPLATES -> GatewayResponse.of(agentApi.templates(), 200, "templates");
                case DESCRIPTION -> OpenApiDocument.gatewayResponse();
                case INTROSPECT -> introspectRequests.introspect(request, caller);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GatewayResponse.unavailable();
        }
    }

    private static boolean mayTake(Route route, Agent agent) {
        return route.role().map(agent::may).orElse(true);
    }

    /// Whether who has come in once would be let in now, with the same sites, roles and limits.
    private boolean isWelcome(Request request, Route route, Agent then) {
        return requestContext.agent(request) instanceof AuthenticationResult.Authenticated(Agent agent)
                && agent.equals(then)
                && requestContext.isReadyFor(route);
    }

    /// Who waits for an event gets his answer now, so that the server can stop.
    @Override
    public CompletableFuture<Void> shutdown() {
        shutdown = true;
        agentApiFactory.eventFeed().stopWaiting();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }
}
