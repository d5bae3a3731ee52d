package io.frostglass.verifier;

import static io.frostglass.verifier.TokenScenarios.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.frostglass.testsupport.Scenario;
import io.frostglass.verifier.TokenVerdict.TokenAccepted;
import io.frostglass.verifier.TokenVerdict.TokenRefused;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TokenVerifierTest {

    private static final TokenPolicy POLICY = TokenPolicy.ofIssuer("frostglass");
    private static final VerificationKeySource KEYS = JwkSetKeys.parse(TokenScenarios.keySet());
    private static final String GOOD = token("accepts RS256");

    static Stream<Scenario> scenarios() {
        return TokenScenarios.all();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void decidesAsTheScenarioSays(Scenario scenario) {
        // When
        TokenVerdict tokenVerdict =
                verifier(TokenScenarios.now(scenario)).verify(scenario.text("token"), TokenScenarios.event(scenario));

        // Then
        switch (tokenVerdict) {
            case TokenAccepted(VerifiedToken token) -> {
                assertThat(token.id()).isEqualTo(scenario.text("accepted"));
                assertThat(token.eventId()).isEqualTo(TokenScenarios.event(scenario));
            }
            case TokenRefused(TokenRefusal why) -> assertThat(why.code()).isEqualTo(scenario.text("refused"));
        }
    }

    @Test
    void hasAScenarioForEveryReasonButTheCallersOwn() {
        Set<String> words = TokenScenarios.all()
                .filter(scenario -> scenario.has("refused"))
                .map(scenario -> scenario.text("refused"))
                .collect(Collectors.toSet());

        assertThat(words)
                .containsExactlyInAnyOrderElementsOf(
                        EnumSet.complementOf(EnumSet.of(TokenRefusal.REVOKED, TokenRefusal.USED)).stream()
                                .map(TokenRefusal::code)
                                .toList());
    }

    @Test
    void tellsWhatAnAcceptedTokenSays() {
        // When
        var tokenVerdict = verifier(NOW).verify(GOOD, "evt-1");

        // Then
        assertThat(tokenVerdict).isInstanceOfSatisfying(TokenAccepted.class, tokenAccepted -> {
            VerifiedToken token = tokenAccepted.token();
            assertThat(token.issuedAt()).isEqualTo("2026-01-18T12:34:56Z");
            assertThat(token.expiresAt()).isEqualTo("2026-01-18T12:38:56Z");
            assertThat(token.purpose()).isEqualTo("motion-alert");
            assertThat(token.transaction()).isEqualTo("evt-1");
            assertThat(KEYS.key(token.keyId())).isPresent();
        });
    }

    @Test
    void showsNoTokenInAnyText() {
        String text = verifier(NOW).verify(GOOD, "evt-1").toString();

        assertThat(text).contains("jti-1");
        assertThat(GOOD.split("\\.")).allSatisfy(part -> assertThat(text).doesNotContain(part));
    }

    @Test
    void refusesATokenThatIsNotThere() {
        assertThat(verifier(NOW).verify(null, "evt-1")).isEqualTo(new TokenRefused(TokenRefusal.MALFORMED));
    }

    @Test
    void asksForRevocationAndUseOnlyWhenAllElseIsRight() {
        // Given
        var asked = new HashSet<String>();
        RevocationCheck revocations = token -> !asked.add("revocations");
        UseCheck uses = token -> !asked.add("uses");
        var verifier = new TokenVerifier(POLICY, KEYS, revocations, uses, InstantSource.fixed(NOW));

        // When
        TokenScenarios.all().filter(scenario -> scenario.has("refused")).forEach(scenario -> {
            if (TokenScenarios.now(scenario).equals(NOW)) {
                verifier.verify(scenario.text("token"), TokenScenarios.event(scenario));
            }
        });

        // Then
        assertThat(asked).isEmpty();
    }

    @Test
    void refusesWhatWasRevokedWithoutUsingItUp() {
        // Given
        var used = new HashSet<String>();
        var verifier = new TokenVerifier(
                POLICY,
                KEYS,
                token -> token.id().equals("jti-1"),
                use -> !used.add(use.id()),
                InstantSource.fixed(NOW));

        // When
        var tokenVerdict = verifier.verify(GOOD, "evt-1");

        // Then
        assertThat(tokenVerdict).isEqualTo(new TokenRefused(TokenRefusal.REVOKED));
        assertThat(used).isEmpty();
    }

    @Test
    void acceptsATokenOnceWhereUsesAreNoted() {
        // Given
        var used = new HashSet<String>();
        var verifier = new TokenVerifier(
                POLICY, KEYS, RevocationCheck.NONE, token -> !used.add(token.id()), InstantSource.fixed(NOW));

        // When
        var first = verifier.verify(GOOD, "evt-1");
        var second = verifier.verify(GOOD, "evt-1");

        // Then
        assertThat(first).isInstanceOf(TokenAccepted.class);
        assertThat(second).isEqualTo(new TokenRefused(TokenRefusal.USED));
    }

    @Test
    void letsAFaultOfAStoreThroughInsteadOfDeciding() {
        UseCheck broken = token -> {
            throw new IllegalStateException("the store is away");
        };
        var verifier = new TokenVerifier(POLICY, KEYS, RevocationCheck.NONE, broken, InstantSource.fixed(NOW));

        assertThatIllegalStateException().isThrownBy(() -> verifier.verify(GOOD, "evt-1"));
    }

    @Test
    void asksTheKeySourceOnlyForTokensThatAreRightByThemselves() {
        // Given
        var asked = new HashSet<String>();
        VerificationKeySource counting = kid -> {
            asked.add(kid);
            return KEYS.key(kid);
        };
        var verifier =
                new TokenVerifier(POLICY, counting, RevocationCheck.NONE, UseCheck.UNLIMITED, InstantSource.fixed(NOW));

        // When
        verifier.verify(token("refuses another issuer"), "evt-1");
        verifier.verify(token("refuses an embedded key"), "evt-1");
        verifier.verify(token("refuses a path as key id"), "evt-1");

        // Then
        assertThat(asked).isEmpty();
    }

    @Test
    void believesNoKeyOfAnotherIdThanAskedFor() {
        VerificationKeySource confused = kid -> KEYS.key(keyOf("accepts ES256"));
        var verifier =
                new TokenVerifier(POLICY, confused, RevocationCheck.NONE, UseCheck.UNLIMITED, InstantSource.fixed(NOW));

        assertThat(verifier.verify(GOOD, "evt-1")).isEqualTo(new TokenRefused(TokenRefusal.KEY_UNKNOWN));
    }

    @Test
    void refusesAnAlgorithmThatThePolicyDoesNotAllow() {
        var policy = policy(60, EnumSet.of(SignatureAlgorithm.ES256));
        var verifier =
                new TokenVerifier(policy, KEYS, RevocationCheck.NONE, UseCheck.UNLIMITED, InstantSource.fixed(NOW));

        assertThat(verifier.verify(GOOD, "evt-1")).isEqualTo(new TokenRefused(TokenRefusal.ALGORITHM_NOT_ALLOWED));
        assertThat(verifier.verify(token("accepts ES256"), "evt-1")).isInstanceOf(TokenAccepted.class);
    }

    @Test
    void takesNoPolicyThatLetsTokensLiveLonger() {
        assertThatIllegalArgumentException().isThrownBy(() -> policy(61, POLICY.algorithms()));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(-1, POLICY.algorithms()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenPolicy(
                        "frostglass",
                        "cowork-agent",
                        Duration.ZERO,
                        Duration.ofSeconds(301),
                        4_096,
                        EnumSet.allOf(SignatureAlgorithm.class)));
    }

    static TokenPolicy policy(int leeway, Set<SignatureAlgorithm> algorithms) {
        return new TokenPolicy(
                POLICY.issuer(),
                POLICY.audience(),
                Duration.ofSeconds(leeway),
                POLICY.cap(),
                POLICY.maxLength(),
                algorithms);
    }

    static TokenVerifier verifier(Instant now) {
        return new TokenVerifier(POLICY, KEYS, RevocationCheck.NONE, UseCheck.UNLIMITED, InstantSource.fixed(now));
    }

    static String token(String scenario) {
        return TokenScenarios.all()
                .filter(one -> one.toString().equals(scenario))
                .findFirst()
                .orElseThrow()
                .text("token");
    }

    private static String keyOf(String scenario) {
        var verdict = (TokenAccepted) verifier(NOW).verify(token(scenario), "evt-1");
        return verdict.token().keyId();
    }
}
