package io.frostglass.gateway.agents;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// The identity provider whose access tokens the gateway accepts.
///
/// @param issuer the tokens' `iss`, exactly
/// @param audience must be in their `aud`
/// @param keys the URL of the provider's keys; empty: its discovery document has the URL
/// @param subjectClaim the claim that identifies the agent: `sub`, `client_id` or `azp`
/// @param maxLifetime the longest from `iat` to `exp`
public record OidcIssuer(
        String issuer, String audience, Optional<URI> keys, String subjectClaim, Duration maxLifetime) {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /// Where the provider describes itself (OpenID Connect Discovery 1.0, section 4).
    public URI discovery() {
        return URI.create(issuer.replaceAll("/$", "") + "/.well-known/openid-configuration");
    }

    /// Whether the gateway may fetch keys from a URL, or push tokens to it: over https, or on this machine. Forged keys
    /// would forge agents.
    public static boolean isSafe(URI url) {
        return "https".equalsIgnoreCase(url.getScheme())
                || ("http".equalsIgnoreCase(url.getScheme())
                        && LOOPBACK.matcher(String.valueOf(url.getHost())).matches());
    }
}
