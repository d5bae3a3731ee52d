package io.frostglass.tokens;

import static io.frostglass.tokens.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.audit.Action;
import io.frostglass.sanitized.KnownPattern;
import io.frostglass.sanitized.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Date;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokenMinterTest {

    private static final SigningKey KEY = SigningKey.make(SigningAlgorithm.RS256, 2048);

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final FakeKeyLog log = new FakeKeyLog();
    private final KeyRing keys = TestKeys.ring(clock, new SigningKeySource.Fixed(KEY), log);
    private final TokenMinter minter = new TokenMinter(TestKeys.CONFIG, keys, clock);

    @AfterEach
    void stop() {
        keys.close();
    }

    @Test
    void mintsATokenForThisEventAndNoOther() throws Exception {
        // When
        var result = minter.mint(Events.event("evt-1"));

        // Then
        var event = result.authorized().orElseThrow();
        assertThat(event.getEventId()).isEqualTo("evt-1");
        var token = SignedJWT.parse(event.getEphemeralToken());
        var claims = token.getJWTClaimsSet();
        assertThat(result.auditEntry().getAction()).isEqualTo(Action.minted);
        assertThat(result.auditEntry().getSubject()).isEqualTo(claims.getJWTID());
        assertThat(token.getHeader().toJSONObject())
                .containsOnlyKeys("alg", "kid", "typ")
                .containsEntry("alg", "RS256")
                .containsEntry("typ", "JWT")
                .containsEntry("kid", keys.currentId());
        assertThat(claims.toJSONObject())
                .containsOnlyKeys("iss", "aud", "sub", "scope", "purp", "txn", "jti", "iat", "nbf", "exp")
                .containsEntry("iss", "frostglass")
                .containsEntry("aud", "cowork-agent")
                .containsEntry("sub", "evt-1")
                .containsEntry("scope", "alert:create:evt-1")
                .containsEntry("purp", "motion-triage");
        assertThat(TestKeys.verifies(token.serialize(), log.changes.getFirst().jwk()))
                .isTrue();
    }

    @Test
    void keepsTheLifetimeWithTheLeewayUnderFiveMinutes() throws Exception {
        // When
        var minted = minter.mint(Events.event("evt-1"));

        // Then
        var claims = SignedJWT.parse(minted.authorized().orElseThrow().getEphemeralToken())
                .getJWTClaimsSet();
        Duration life = Duration.between(
                claims.getIssueTime().toInstant(), claims.getExpirationTime().toInstant());
        assertThat(life.plus(TokenConfig.LEEWAY)).isLessThanOrEqualTo(Duration.ofMinutes(5));
        assertThat(claims.getExpirationTime())
                .isEqualTo(Date.from(minted.authorized().orElseThrow().getExpiresAt()));
        assertThat(claims.getNotBeforeTime()).isEqualTo(claims.getIssueTime());
    }

    @Test
    void withholdsTheTokenOfARepeatedEvent() {
        // When
        var result = minter.mint(
                Events.received("evt-2", NOW).setDuplicateOf("evt-1").build());

        // Then
        assertThat(result.auditEntry().getAction()).isEqualTo(Action.withheld);
        assertThat(result.auditEntry().getReason()).isEqualTo("duplicate");
    }

    @Test
    void saysNothingOfCameraOrPlaceInItsClaims() throws Exception {
        // When
        var event = Events.event("evt-1");
        var claims = claims(minter.mint(event)).toJSONObject().toString();

        // Then
        assertThat(claims).doesNotContain(event.getCameraId(), event.getSiteId(), event.getTimeZone());
    }

    @Test
    void givesAnEventThatIsProcessedAgainTheSameRightAndNoLongerLife() throws Exception {
        // Given
        var event = Events.received("evt-1", NOW.minusSeconds(20)).build();
        var first = claims(minter.mint(event));
        var later = new TokenMinter(TestKeys.CONFIG, keys, Clock.fixed(NOW.plusSeconds(60), ZoneOffset.UTC));

        // When
        var again = claims(later.mint(event));

        // Then
        assertThat(again.getJWTID()).isEqualTo(first.getJWTID());
        assertThat(again.getClaim("txn")).isEqualTo(first.getClaim("txn")).isNotEqualTo(first.getJWTID());
        assertThat(again.getExpirationTime()).isEqualTo(first.getExpirationTime());
        assertThat(claims(minter.mint(Events.event("evt-2"))).getJWTID()).isNotEqualTo(first.getJWTID());
    }

    @Test
    void letsNoClockThatIsAheadMakeATokenLiveLonger() throws Exception {
        // When
        var claims =
                claims(minter.mint(Events.received("evt-1", NOW.plusSeconds(30)).build()));

        // Then
        assertThat(Duration.between(
                        claims.getIssueTime().toInstant(),
                        claims.getExpirationTime().toInstant()))
                .isEqualTo(Duration.ofMinutes(4));
    }

    @Test
    void withholdsTheTokenOfAnEventThatIsOlderThanATokenMayBecome() throws Exception {
        assertThat(minter.mint(Events.received("evt-1", NOW.minusSeconds(238)).build())
                        .authorized())
                .isPresent();
        assertThat(minter.mint(Events.received("evt-2", NOW.minusSeconds(240)).build())
                        .auditEntry()
                        .getReason())
                .isEqualTo("too_old");
    }

    @Test
    void showsTheAgentWhichKnownSceneItIs() {
        // Given
        var event = Events.received("evt-1", NOW)
                .setKnownPattern(new KnownPattern("delivery-van", Verdict.safe))
                .build();

        // When
        var minted = minter.mint(event);

        // Then
        assertThat(minted.authorized().orElseThrow().getKnownPattern())
                .isEqualTo(new io.frostglass.agent.KnownPattern("delivery-van", io.frostglass.agent.Verdict.safe));
    }

    @Test
    void showsTheAgentHowThePictureWasVeiledAndHowMuchMoved() {
        // Given
        var event = Events.received("evt-1", NOW)
                .setVeil("silhouettes")
                .setFigures(2)
                .setMoved(0.12)
                .build();

        // When
        var authorized = minter.mint(event).authorized().orElseThrow();

        // Then
        assertThat(authorized.getVeil()).isEqualTo("silhouettes");
        assertThat(authorized.getFigures()).isEqualTo(2);
        assertThat(authorized.getMoved()).isEqualTo(0.12);
    }

    @Test
    void showsNoTokenInItsText() {
        var minted = minter.mint(Events.event("evt-1"));
        assertThat(minted.toString())
                .doesNotContain(minted.authorized().orElseThrow().getEphemeralToken());
    }

    private static JWTClaimsSet claims(TokenMinter.MintingResult result) throws Exception {
        return SignedJWT.parse(result.authorized().orElseThrow().getEphemeralToken())
                .getJWTClaimsSet();
    }
}
