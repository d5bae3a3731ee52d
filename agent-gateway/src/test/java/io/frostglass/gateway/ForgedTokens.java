package io.frostglass.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.agent.AuthorizedMotion;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

/// The tokens of attacks/tokens.yaml: each of a kind, for an event.
///
/// @param event about which it is to be tried
/// @param second another of the same site
/// @param foreign one of another site
record ForgedTokens(
        TestMint mint,
        TestMint unpublished,
        AuthorizedMotion event,
        AuthorizedMotion second,
        AuthorizedMotion foreign) {

    String of(String kind) {
        String id = event.getEventId();
        var now = Instant.now();
        return switch (kind) {
            case "empty" -> "";
            case "words" -> "let me in";
            case "the API key" -> AttackScene.ATTACKER;
            case "of another event" -> second.getEphemeralToken();
            case "of an event of another site" -> foreign.getEphemeralToken();
            case "of an event that is not there" -> mint.token("evt-" + "0".repeat(32), now);
            case "expired" -> mint.token(id, now.minus(Duration.ofMinutes(10)));
            case "of tomorrow" -> mint.token(id, now.plus(Duration.ofDays(1)));
            case "of an hour" ->
                mint.sign(TestMint.claims(id, now)
                        .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                        .build());
            case "without end" ->
                mint.sign(TestMint.claims(id, now).expirationTime(null).build());
            case "without signature" -> good().substring(0, good().lastIndexOf('.') + 1);
            case "of the algorithm none" -> headed("{\"alg\":\"none\",\"typ\":\"JWT\"}");
            case "signed with a word" ->
                signedWithAWord(TestMint.claims(id, now).build());
            case "with another signature" -> good().substring(0, good().lastIndexOf('.')) + otherSignature();
            case "with another scope" ->
                good().replaceFirst(
                                "\\.[^.]+\\.",
                                "."
                                        + encoded(TestMint.claims(id, now)
                                                .claim("scope", "alert:create:*")
                                                .build()
                                                .toString())
                                        + ".");
            case "of a key that nobody published" -> unpublished.token(id, now);
            case "that brings its key" -> headed("{\"alg\":\"RS256\",\"kid\":\"k\",\"jwk\":{\"kty\":\"RSA\"}}");
            case "for others" ->
                mint.sign(TestMint.claims(id, now).audience("others").build());
            case "by others" ->
                mint.sign(TestMint.claims(id, now).issuer("others").build());
            case "to read" -> scoped("event:read:" + id);
            case "for all events" -> scoped("alert:create:*");
            case "of 5000 characters" -> "e".repeat(5000);
            case "in lower case" -> good().toLowerCase(java.util.Locale.ROOT);
            default -> good();
        };
    }

    private String good() {
        return event.getEphemeralToken();
    }

    private String scoped(String scope) {
        return mint.sign(TestMint.claims(event.getEventId(), Instant.now())
                .claim("scope", scope)
                .build());
    }

    private String headed(String header) {
        return encoded(header) + good().substring(good().indexOf('.'));
    }

    private String otherSignature() {
        String others = second.getEphemeralToken();
        return others.substring(others.lastIndexOf('.'));
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static String signedWithAWord(JWTClaimsSet claims) {
        try {
            var token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("k").build(), claims);
            token.sign(new MACSigner("frostglass".repeat(4)));
            return token.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }
}
