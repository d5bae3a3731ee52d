package io.frostglass.tokens;

import static io.frostglass.tokens.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.audit.Action;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenMinterTest {

    private static final TokenConfig CONFIG =
            new TokenConfig("frostglass", Duration.ofMinutes(4), Duration.ofMinutes(5), Duration.ofHours(24));

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final KeyRing keys = KeyRing.open(clock, CONFIG.keyRotation(), CONFIG.keyValidity(), key -> {});
    private final TokenMinter minter = new TokenMinter(CONFIG, keys, clock);

    @AfterEach
    void stop() {
        keys.close();
    }

    @Test
    void mintsATokenForThisEventAndNoOther() throws Exception {
        // When
        var minting = minter.mint(Events.event("evt-1"));

        // Then
        assertThat(minting).isInstanceOfSatisfying(Minting.Minted.class, minted -> {
            assertThat(minted.event().getEventId()).isEqualTo("evt-1");
            assertThat(minted.auditEntry().getAction()).isEqualTo(Action.minted);
            assertThat(minted.auditEntry().getSubject()).isEqualTo(minted.tokenId());
        });
        var token = SignedJWT.parse(((Minting.Minted) minting).event().getEphemeralToken());
        var claims = token.getJWTClaimsSet();
        assertThat(token.getHeader().toJSONObject())
                .containsOnlyKeys("alg", "kid", "typ")
                .containsEntry("alg", "RS256")
                .containsEntry("typ", "JWT")
                .containsEntry("kid", keys.current().id());
        assertThat(claims.toJSONObject())
                .containsOnlyKeys("iss", "aud", "sub", "scope", "jti", "iat", "nbf", "exp")
                .containsEntry("iss", "frostglass")
                .containsEntry("aud", "cowork-agent")
                .containsEntry("sub", "evt-1")
                .containsEntry("scope", "alert:create:evt-1");
        assertThat(token.verify(new RSASSAVerifier(
                        RSAKey.parse(keys.current().publicJwk()).toRSAPublicKey())))
                .isTrue();
    }

    @Test
    void keepsTheLifetimeWithTheLeewayUnderFiveMinutes() throws Exception {
        // When
        var minted = (Minting.Minted) minter.mint(Events.event("evt-1"));

        // Then
        var claims = SignedJWT.parse(minted.event().getEphemeralToken()).getJWTClaimsSet();
        Duration life = Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
        assertThat(life.plus(TokenConfig.LEEWAY)).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(minted.event().getExpiresAt()));
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
    }

    @Test
    void withholdsTheTokenOfARepeatedEvent() {
        // When
        var minting = minter.mint(
                Events.received("evt-2", NOW).setDuplicateOf("evt-1").build());

        // Then
        assertThat(minting.auditEntry().getAction()).isEqualTo(Action.withheld);
        assertThat(minting.auditEntry().getReason()).isEqualTo("duplicate");
    }

    @Test
    void withholdsTheTokenOfAnEventThatIsTooOldToActOn() {
        assertThat(minter.mint(Events.received("evt-1", NOW.minusSeconds(299)).build()))
                .isInstanceOf(Minting.Minted.class);
        assertThat(minter.mint(Events.received("evt-2", NOW.minusSeconds(301)).build())
                        .auditEntry()
                        .getReason())
                .isEqualTo("too_old");
    }

    @Test
    void showsNoTokenInItsText() {
        var minted = (Minting.Minted) minter.mint(Events.event("evt-1"));
        assertThat(minted.toString()).doesNotContain(minted.event().getEphemeralToken());
    }
}
