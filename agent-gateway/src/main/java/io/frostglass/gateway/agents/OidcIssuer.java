package io.frostglass.gateway.agents;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// The identity provider whose access tokens the gateway accepts.
///
/// @param issuer the tokens' `iss`, exactly
/// @param audience what must be in their `aud`
/// @param keys where the provider's keys are; empty: where its discovery document says
/// @param subjectClaim the claim that identifies the agent: `sub`, `client_id` or `azp`
/// @param maxLifetime the longest from `iat` to `exp`
public record OidcIssuer(
        String issuer, String audience, Optional<URI> keys, String subjectClaim, Duration maxLifetime) {

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4).
    public URI discovery() {
        return URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration");
    }

    /// Whether keys may be fetched from there: over https, or from this machine. Forged keys would forge agents.
    public static boolean isSafe(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme()) && LOOPBACK.contains(String.valueOf(url.getHost())));
    }
}
