package io.frostglass.gateway.http;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.http.AuthenticationResult.Authenticated;
import io.frostglass.gateway.http.AuthenticationResult.NotAuthenticated;
import io.frostglass.gateway.tokens.TokenIntrospection;
import io.frostglass.settings.Secret;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.InetAddress;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.Graceful;
import org.jspecify.annotations.Nullable;

/// The HTTP API, for agents and for systems that check tokens.
///
/// ```
/// path → method → who → hours → role → ready → …
///  404     405    401    403    403     503
/// ```
public final class GatewayHandler extends Handler.Abstract implements Graceful {

    private final RequestContext context;
    private final AgentApiFactory agentApiFactory;
    private final IntrospectRequests introspectRequests;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private volatile boolean shutdown;

    /// What the handlers know about a request.
    ///
    /// @param authenticator finds the agent that makes it
    /// @param readable whether the events are known
    /// @param current whether it is known now which tokens are still good
    /// @param log records refusals
    /// @param originKey for the `origin` of audit entries
    public record RequestContext(
            AgentAuthenticator authenticator,
            BooleanSupplier readable,
            BooleanSupplier current,
            DecisionLog log,
            Secret originKey) {

        private static final String ALGORITHM = "HmacSHA256";
        private static final int ORIGIN_BYTES = 8;

        boolean isReadyFor(Route route) {
            return route == Route.INTROSPECT ? current.getAsBoolean() : readable.getAsBoolean();
        }

        AuthenticationResult agent(Request request) {
            return authenticator.authenticate(request);
        }

        /// The client's address as the audit log has it: an HMAC-SHA256, cut to 16 hex digits. Two addresses can be
        /// told apart, but without the key nobody can tell which they are. Null if the address is not known.
        @Nullable
        String origin(Request request) {
            return authenticator.address(request).map(this::pseudonym).orElse(null);
        }

        private String pseudonym(InetAddress address) {
            try {
                Mac mac = Mac.getInstance(ALGORITHM);
                mac.init(new SecretKeySpec(originKey.bytes(), ALGORITHM));
                return HexFormat.of().formatHex(mac.doFinal(address.getAddress()), 0, ORIGIN_BYTES);
            } catch (NoSuchAlgorithmException | InvalidKeyException e) {
                throw new IllegalStateException("every JDK has HMAC-SHA256", e);
            }
        }
    }

    public GatewayHandler(
            RequestContext context,
            AgentApiFactory agentApiFactory,
            TokenIntrospection tokenIntrospection,
            MeterRegistry metrics,
            InstantSource clock) {
        this.context = context;
        this.agentApiFactory = agentApiFactory;
        this.introspectRequests = new IntrospectRequests(tokenIntrospection, context.log(), clock);
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // A proxy before this server may see another path, if a path could have parameters (`;`).
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

    private GatewayResponse reply(Request request, Route.RouteMatch match) {
        Route route = match.route();
        if (!route.method().is(request.getMethod())) {
            return GatewayResponse.methodNotAllowed(route.method().asString());
        }
        if (route == Route.DESCRIPTION) {
            return OpenApiDocument.gatewayResponse();
        }
        String origin = context.origin(request);
        return switch (context.agent(request)) {
            case NotAuthenticated(Refusal refusal) -> refused(refusal, origin);
            case Authenticated(Agent agent)
            when !route.role().map(agent::may).orElse(true) ->
                refused(Refusal.because(ProblemType.FORBIDDEN, "role_missing"), origin);
            case Authenticated(Agent agent)
            when context.isReadyFor(route) -> reply(request, match, new Caller(agent, AgentTransport.HTTP, origin));
            case Authenticated _ -> GatewayResponse.of(ProblemType.UNAVAILABLE);
        };
    }

    private GatewayResponse refused(Refusal refusal, @Nullable String origin) {
        context.log().record(AuditEntryFactory.refused(clock.instant(), refusal.reason(), origin));
        return new GatewayResponse.ProblemResponse(refusal);
    }

    private GatewayResponse reply(Request request, Route.RouteMatch match, Caller caller) {
        var agentApi = agentApiFactory.apiOf(caller);
        try {
            return switch (match.route()) {
                case EVENTS -> FeedRequests.page(request, agentApi);
                case STREAM ->
                    FeedRequests.stream(request, agentApi, () -> isStill(caller.agent(), request), this::isShutdown);
                case EVENT -> GatewayResponse.of(agentApi.find(match.eventId()), 200, "event");
                case ALERTS -> DecisionRequests.decide(request, match.eventId(), AgentOutcome.raised, agentApi);
                case DISMISSALS -> DecisionRequests.decide(request, match.eventId(), AgentOutcome.dismissed, agentApi);
                case TEMPLATES -> GatewayResponse.of(agentApi.templates(), 200, "templates");
                case REPORTS -> ReportRequests.report(request, agentApi);
                case DESCRIPTION -> OpenApiDocument.gatewayResponse();
                case INTROSPECT -> introspectRequests.introspect(request, caller);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GatewayResponse.of(ProblemType.UNAVAILABLE);
        }
    }

    /// Whether the agent of a stream would still be let in, with the same sites, roles and limits.
    private boolean isStill(Agent then, Request request) {
        return context.agent(request) instanceof Authenticated(Agent agent)
                && agent.equals(then)
                && context.isReadyFor(Route.STREAM);
    }

    /// Answers the requests that wait for an event, so that the server can stop.
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
