package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentDirectory;
import io.frostglass.gateway.agents.ClientCertificate;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.Authenticated;
import io.frostglass.gateway.http.AgentAuthenticator.AuthenticationResult.NotAuthenticated;
import io.frostglass.gateway.oidc.AccessTokenVerifier;
import io.frostglass.gateway.oidc.AccessTokenVerifier.AccessTokenResult;
import io.frostglass.runtime.ClientAddress;
import io.frostglass.runtime.PeerCertificate;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.net.InetAddress;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Finds the agent that makes a request, the same over HTTP and MCP.
///
/// ```
/// certificate still valid → bearer: access token, or API key → certificate: of the same agent → address → hours
///                            (without Authorization: the certificate alone)
/// ```
/// The answer is the same for every reason but the hours: so nobody learns from it that a stolen credential is valid
/// elsewhere.
///
/// @param agents of the agents file as it is now
/// @param tokens verifies access tokens
/// @param clients finds the client's address
public record AgentAuthenticator(
        Supplier<AgentDirectory> agents, AccessTokenVerifier tokens, ClientAddress clients, InstantSource clock) {

    /// RFC 6750, section 2.1.
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)");

    private static final int SHORTEST_KEY = 16;
    private static final int LONGEST_KEY = 256;
    private static final int LONGEST_TOKEN = 8192;

    private static final String UNKNOWN_KEY = "unknown_key";

    /// What a request shows of its sender. It does not need the request any more.
    ///
    /// @param address empty if it is not known
    /// @param authorization the values of `Authorization`
    record RequestSender(
            Optional<InetAddress> address, Optional<X509Certificate> certificate, List<String> authorization) {
        @Override
        public String toString() {
            return "RequestSender[redacted]";
        }
    }

    RequestSender sender(Request request) {
        return new RequestSender(
                clients.of(request),
                PeerCertificate.of(request),
                request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION));
    }

    AuthenticationResult authenticate(RequestSender sender) {
        AuthenticationResult result = identify(sender);
        if (!(result instanceof Authenticated(Agent agent))) {
            return result;
        }
        if (!agent.comesFrom(sender.address())) {
            return unknown("address_not_allowed");
        }
        return agent.activeHours().contain(clock.instant())
                ? result
                : new NotAuthenticated(Refusal.of(ProblemType.OUTSIDE_HOURS));
    }

    private AuthenticationResult identify(RequestSender sender) {
        AgentDirectory known = agents.get();
        if (sender.certificate().filter(it -> !isValid(it)).isPresent()) {
            return unknown("certificate_expired");
        }
        Optional<ClientCertificate> shown = sender.certificate().flatMap(ClientCertificate::of);
        if (sender.certificate().isPresent() && shown.isEmpty()) {
            return unknown("unknown_certificate");
        }
        List<String> authorization = sender.authorization();
        if (authorization.isEmpty()) {
            return shown.map(it -> agent(known.byCertificate(it), "unknown_certificate"))
                    .orElseGet(() -> unknown(UNKNOWN_KEY));
        }
        AuthenticationResult result =
                authorization.size() == 1 ? byBearer(known, authorization.getFirst(), shown) : unknown(UNKNOWN_KEY);
        return result instanceof Authenticated(Agent agent) && shown.isPresent()
                ? agent(known.byCertificate(shown.get()).filter(it -> it.id().equals(agent.id())), "identities_differ")
                : result;
    }

    /// TLS checked it when the connection began, which may be long ago.
    private boolean isValid(X509Certificate certificate) {
        try {
            certificate.checkValidity(Date.from(clock.instant()));
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private AuthenticationResult byBearer(
            AgentDirectory known, String authorization, Optional<ClientCertificate> certificate) {
        Matcher form = BEARER.matcher(authorization);
        if (authorization.length() > LONGEST_TOKEN || !form.matches()) {
            return unknown(UNKNOWN_KEY);
        }
        String bearer = form.group(1);
        if (known.issuer().isPresent() && AccessTokenVerifier.haveShapeOf(bearer)) {
            return switch (tokens.check(known.issuer().get(), bearer, certificate)) {
                case AccessTokenResult.InvalidToken(String reason) -> unknown(reason);
                case AccessTokenResult.ValidToken(String subject) -> agent(known.bySubject(subject), "unknown_subject");
            };
        }
        return bearer.length() >= SHORTEST_KEY && bearer.length() <= LONGEST_KEY
                ? agent(known.byKey(bearer), UNKNOWN_KEY)
                : unknown(UNKNOWN_KEY);
    }

    private static AuthenticationResult agent(Optional<Agent> agent, String reasonIfNone) {
        return agent.<AuthenticationResult>map(Authenticated::new).orElseGet(() -> unknown(reasonIfNone));
    }

    private static AuthenticationResult unknown(String reason) {
        return new NotAuthenticated(Refusal.because(ProblemType.UNAUTHORIZED, reason));
    }

    /// Which agent makes a request.
    sealed interface AuthenticationResult {

        /// An agent that may make requests now, from this address.
        record Authenticated(Agent agent) implements AuthenticationResult {}

        /// None.
        record NotAuthenticated(Refusal refusal) implements AuthenticationResult {}
    }
}
