package io.frostglass.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.ECKey;
import io.frostglass.verifier.TokenVerdict.TokenAccepted;
import io.frostglass.verifier.TokenVerdict.TokenRefused;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The edges of a token's life. Times are seconds after it was issued.
class ExpiryTest {

    private static final Instant ISSUED = Instant.parse("2026-01-18T12:34:56Z");
    private static final ECKey KEY = TestTokens.key();

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 60})
    void acceptsUntilJustBeforeTheLeewayEnds(int leeway) {
        // Given
        int life = 300 - leeway;

        // Then
        assertThat(verify(life, leeway, at(life + leeway - 1))).isInstanceOf(TokenAccepted.class);
        assertThat(verify(life, leeway, at(life + leeway).minusNanos(1))).isInstanceOf(TokenAccepted.class);
        assertThat(verify(life, leeway, at(life + leeway))).isEqualTo(new TokenRefused(TokenRefusal.EXPIRED));
        assertThat(verify(life, leeway, at(life + leeway + 1))).isEqualTo(new TokenRefused(TokenRefusal.EXPIRED));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 60})
    void refusesAtAnyTimeWhatLivesASecondLongerThanTheCap(int leeway) {
        int life = 301 - leeway;
        for (int second = 0; second < life + leeway; second++) {
            assertThat(verify(life, leeway, at(second))).isEqualTo(new TokenRefused(TokenRefusal.LIVES_TOO_LONG));
        }
    }

    /// The minter's clock is right; the verifier's differs by so much. Seconds are those of the minter.
    @ParameterizedTest
    @CsvSource({
        // differs by, first second accepted, last second accepted
        "-61,  1, 360",
        "-60,  0, 359",
        "-59,  0, 358",
        "  0,  0, 299",
        " 59,  0, 240",
        " 60,  0, 239",
        " 61,  0, 238",
    })
    void bearsClocksThatDiffer(int difference, int first, int last) {
        if (first > 0) {
            assertThat(verify(240, 60, at(first - 1 + difference)))
                    .isEqualTo(new TokenRefused(TokenRefusal.ISSUED_IN_FUTURE));
        }
        assertThat(verify(240, 60, at(first + difference))).isInstanceOf(TokenAccepted.class);
        assertThat(verify(240, 60, at(last + difference))).isInstanceOf(TokenAccepted.class);
        assertThat(verify(240, 60, at(last + 1 + difference))).isEqualTo(new TokenRefused(TokenRefusal.EXPIRED));
    }

    /// With any lifetime and leeway: no token is accepted 300 s after its issue, or later.
    @Test
    void acceptsNothingFiveMinutesAfterItWasIssued() {
        for (int leeway = 0; leeway <= 60; leeway += 5) {
            for (int life = 1; life <= 400; life += 7) {
                assertThat(verify(life, leeway, at(300))).isInstanceOf(TokenRefused.class);
            }
        }
    }

    private static Instant at(int second) {
        return ISSUED.plusSeconds(second);
    }

    private static TokenVerdict verify(int life, int leeway, Instant now) {
        var policy = TokenVerifierTest.policy(leeway, EnumSet.allOf(SignatureAlgorithm.class));
        var keys = JwkSetKeys.parse(TestTokens.set(KEY.toPublicJWK()));
        var verifier =
                new TokenVerifier(policy, keys, RevocationCheck.NONE, UseCheck.UNLIMITED, InstantSource.fixed(now));
        return verifier.verify(TestTokens.token(KEY, ISSUED, at(life)), "evt-1");
    }
}
