package io.frostglass.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.Authenticated;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.NotAuthenticated;
import io.frostglass.gateway.http.AgentAuthenticator.RequestSender;
import io.frostglass.gateway.http.GatewayResponse.TextResponse;
import io.frostglass.gateway.tokens.TokenIntrospection;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.settings.Secret;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
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
/// path → method → agent → hours → role → ready → …
///  404     405    401    403    403     503
/// ```
public final class GatewayHandler extends Handler.Abstract implements Graceful {

    /// `GET /openapi.yaml`: the HTTP API in OpenAPI 3.1. It is the same for everybody, and holds nothing of this
    /// gateway's configuration.
    private static final GatewayResponse DESCRIPTION = new TextResponse("application/yaml", description());

    private final RequestContext context;
    private final IntrospectRequests introspectRequests;
    private volatile boolean shutdown;

    /// What the handlers need to judge a request.
    ///
    /// @param authenticator finds the agent that makes it
    /// @param readable whether the gateway has read the events
    /// @param current whether the gateway knows all uses and revocations of tokens now
    /// @param originKey for the `origin` of audit entries
    public record RequestContext(
            AgentAuthenticator authenticator,
            BooleanSupplier readable,
            BooleanSupplier current,
            AgentApiFactory gateway,
            Secret originKey) {

        private static final String ALGORITHM = "HmacSHA256";
        private static final int ORIGIN_BYTES = 8;

        boolean isReadyFor(Route route) {
            return route == Route.INTROSPECT ? current.getAsBoolean() : readable.getAsBoolean();
        }

        RequestSender sender(Request request) {
            return authenticator.sender(request);
        }

        AuthenticationResult agent(RequestSender sender) {
            return authenticator.authenticate(sender);
        }

        /// Records a refusal, and makes the response.
        GatewayResponse refused(Refusal refusal, @Nullable String origin) {
            gateway.log().record(AuditEntryFactory.refused(gateway.clock().instant(), refusal.reason(), origin));
            return new GatewayResponse.ProblemResponse(refusal);
        }

        /// The client's address as the audit log has it: an HMAC-SHA256, cut to 16 hex digits. It tells addresses
        /// apart, and hides them from readers without the key. Null if the address is not known.
        @Nullable
        String origin(RequestSender sender) {
            return sender.address().map(this::pseudonym).orElse(null);
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

    public GatewayHandler(RequestContext context, TokenIntrospection tokenIntrospection) {
        this.context = context;
        this.introspectRequests = new IntrospectRequests(
                tokenIntrospection, context.gateway().log(), context.gateway().clock());
    }

    private static String description() {
        try (var in = Objects.requireNonNull(GatewayHandler.class.getResourceAsStream("openapi.yaml"))) {
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // A proxy before this server may see another path, if a path could have parameters (`;`).
        boolean plain = request.getHttpURI().getPath().indexOf(';') < 0;
        Optional<Route.RouteMatch> match = plain ? Route.of(Request.getPathInContext(request)) : Optional.empty();
        if (match.isEmpty()) {
            return false;
        }
        var clock = context.gateway().clock();
        var start = clock.instant();
        GatewayResponse gatewayResponse = reply(request, match.get());
        MetricCatalogue.GATEWAY_REQUESTS
                .timer(context.gateway().metrics(), match.get().route().code(), gatewayResponse.outcome())
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
            return DESCRIPTION;
        }
        RequestSender sender = context.sender(request);
        String origin = context.origin(sender);
        return switch (context.agent(sender)) {
            case NotAuthenticated(Refusal refusal) -> context.refused(refusal, origin);
            case Authenticated(Agent agent)
            when !route.role().map(agent::may).orElse(true) ->
                context.refused(Refusal.because(ProblemType.FORBIDDEN, "role_missing"), origin);
            case Authenticated(Agent agent)
            when context.isReadyFor(route) -> reply(request, match, new Caller(agent, AgentTransport.HTTP, origin));
            case Authenticated _ -> GatewayResponse.of(ProblemType.UNAVAILABLE);
        };
    }

    private GatewayResponse reply(Request request, Route.RouteMatch match, Caller caller) {
        var agentApi = context.gateway().apiOf(caller);
        try {
            return switch (match.route()) {
                case EVENTS -> FeedRequests.page(request, agentApi);
                case STREAM ->
                    FeedRequests.stream(
                            request,
                            agentApi,
                            () -> isStill(caller.agent(), context.sender(request)),
                            this::isShutdown);
                case EVENT -> GatewayResponse.of(agentApi.find(match.eventId()), 200, "event");
                case ALERTS -> DecisionRequests.decide(request, match.eventId(), AgentOutcome.raised, agentApi);
                case DISMISSALS -> DecisionRequests.decide(request, match.eventId(), AgentOutcome.dismissed, agentApi);
                case TEMPLATES -> GatewayResponse.of(agentApi.templates(), 200, "templates");
                case REPORTS -> ReportRequests.report(request, agentApi);
                case DESCRIPTION -> DESCRIPTION;
                case INTROSPECT -> introspectRequests.introspect(request, caller);
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return GatewayResponse.of(ProblemType.UNAVAILABLE);
        }
    }

    /// Whether the gateway would still let in the agent of a stream, with the same sites, roles and limits.
    private boolean isStill(Agent then, RequestSender sender) {
        return context.agent(sender) instanceof Authenticated(Agent agent)
                && agent.equals(then)
                && context.isReadyFor(Route.STREAM);
    }

    /// Answers the requests that wait for an event, so that the server can stop.
    @Override
    public CompletableFuture<Void> shutdown() {
        shutdown = true;
        context.gateway().eventFeed().stopWaiting();
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isShutdown() {
        return shutdown;
    }
}
