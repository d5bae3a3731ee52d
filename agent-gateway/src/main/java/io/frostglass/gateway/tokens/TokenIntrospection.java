package io.frostglass.gateway.tokens;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.rollout.SiteVisibility;
import io.frostglass.verifier.TokenPolicy;
import io.frostglass.verifier.TokenVerdict;
import io.frostglass.verifier.TokenVerifier;
import io.frostglass.verifier.VerifiedToken;
import java.io.IOException;
import java.util.Base64;
import java.util.Optional;

/// Token introspection (RFC 7662). It does not use the token up.
public record TokenIntrospection(
        TokenPolicy policy, TokenVerifier verifier, EventIndex events, SiteVisibility siteVisibility) {

    private static final JsonMapper JSON = new JsonMapper();

    /// The token if the gateway would accept it, else empty.
    public Optional<VerifiedToken> of(String token) {
        return claimedEvent(token)
                .filter(eventId -> events.find(eventId)
                        .filter(event -> siteVisibility.isVisible(event.siteId()))
                        .isPresent())
                .map(eventId -> verifier.verify(token, eventId))
                .flatMap(tokenVerdict -> tokenVerdict instanceof TokenVerdict.TokenAccepted(VerifiedToken verified)
                        ? Optional.of(verified)
                        : Optional.empty());
    }

    /// The answer. It gives no reason for a refused token.
    public ObjectNode answer(Optional<VerifiedToken> token) {
        return token.map(this::active).orElseGet(TokenIntrospection::inactive);
    }

    private ObjectNode active(VerifiedToken token) {
        return JSON.createObjectNode()
                .put("active", true)
                .put("scope", TokenPolicy.SCOPE + token.eventId())
                .put("token_type", "Bearer")
                .put("iss", policy.issuer())
                .put("aud", policy.audience())
                .put("sub", token.eventId())
                .put("jti", token.id())
                .put("iat", token.issuedAt().getEpochSecond())
                .put("exp", token.expiresAt().getEpochSecond());
    }

    private static ObjectNode inactive() {
        return JSON.createObjectNode().put("active", false);
    }

    /// The event that the token claims to be for. The verifier checks the claim later.
    private Optional<String> claimedEvent(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3 || token.length() > policy.maxLength()) {
            return Optional.empty();
        }
        try {
            var subject = JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("sub");
            return subject.isTextual() ? Optional.of(subject.textValue()) : Optional.empty();
        } catch (JacksonException | IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory cannot be read", e);
        }
    }
}
