package io.frostglass.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.jwk.ECKey;
import io.frostglass.verifier.TokenVerdict.TokenAccepted;
import io.frostglass.verifier.TokenVerdict.TokenRefused;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JwksKeySourceTest {

    private static final Instant START = Instant.parse("2026-01-18T12:34:56Z");
    private static final ECKey ONE = TestTokens.key();
    private static final ECKey TWO = TestTokens.key();

    /// The usual limits, with more time for a slow machine.
    private static final JwksKeySource.JwksLimits LIMITS = limits(Duration.ofMinutes(1));

    private volatile Instant now = START;
    private final KeyServer server = new KeyServer();
    private final JwksKeySource keys = new JwksKeySource(server.url(), LIMITS, () -> now);

    JwksKeySourceTest() throws IOException {}

    @AfterEach
    void stop() {
        keys.close();
        server.close();
    }

    @Test
    void fetchesWhenTheFirstKeyIsAskedForAndKeepsTheSetForItsMaxAge() {
        // Given
        server.serve("public, max-age=120", ONE);

        // When
        assertThat(keys.lastFetched()).isEmpty();
        assertThat(key(ONE)).isPresent();
        pass(119);
        assertThat(key(ONE)).isPresent();

        // Then
        assertThat(server.requests()).isEqualTo(1);
        pass(1);
        assertThat(key(ONE)).isPresent();
        assertThat(server.requests()).isEqualTo(2);
        assertThat(keys.lastFetched()).hasValue(now);
    }

    @Test
    void bearsNoMaxAgeBeyondItsBounds() {
        // Given
        server.serve("max-age=31536000", ONE);
        assertThat(key(ONE)).isPresent();

        // When
        pass(600);
        server.serve("no-store", ONE);
        assertThat(key(ONE)).isPresent();
        pass(4);
        assertThat(key(ONE)).isPresent();

        // Then
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void findsANewKeyAtOnceAndForgetsAnOldOne() {
        // Given
        server.serve("max-age=600", ONE);
        assertThat(key(ONE)).isPresent();
        pass(5);

        // When
        server.serve("max-age=600", TWO);

        // Then
        assertThat(key(TWO)).isPresent();
        assertThat(key(ONE)).isEmpty();
    }

    @Test
    void asksAtMostOnceInFiveSecondsForKeysThatDoNotExist() {
        // Given
        server.serve("max-age=600", ONE);

        // When
        for (int i = 0; i < 1_000; i++) {
            assertThat(keys.key("unknown-" + i)).isEmpty();
        }

        // Then
        assertThat(server.requests()).isEqualTo(1);
        pass(5);
        assertThat(keys.key("unknown")).isEmpty();
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void keepsTheLastGoodSetWhileTheEndpointIsAway() {
        // Given
        server.serve("max-age=60", ONE);
        assertThat(key(ONE)).isPresent();

        // When
        server.close();
        pass(3_600);

        // Then
        assertThat(key(ONE)).isPresent();
        assertThat(keys.lastFetched()).hasValue(START);
    }

    @Test
    void believesNoKeyOfAnEndpointThatIsAwayForADay() {
        // Given
        server.serve("max-age=60", ONE);
        assertThat(verify()).isInstanceOf(TokenAccepted.class);

        // When
        server.close();

        // Then
        now = START.plus(Duration.ofDays(1)).minusSeconds(1);
        assertThat(verify()).isInstanceOf(TokenAccepted.class);
        pass(1);
        assertThat(verify()).isEqualTo(new TokenRefused(TokenRefusal.KEY_EXPIRED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not JSON",
                "[]",
                "{}",
                "{\"keys\":{}}",
                "{\"keys\":null}",
                "{\"keys\":[}",
                "{\"keys\":[],\"keys\":[]}",
                "{'keys':[]}"
            })
    void keepsTheLastGoodSetWhenWhatComesIsNone(String body) {
        // Given
        server.serve("max-age=60", ONE);
        assertThat(key(ONE)).isPresent();
        pass(60);

        // When
        server.serve(200, "max-age=60", body);

        // Then
        assertThat(key(ONE)).isPresent();
        assertThat(server.requests()).isEqualTo(2);
        assertThat(keys.lastFetched()).hasValue(START);
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 301, 302, 404, 500, 503})
    void takesNothingButATwoHundred(int status) {
        // Given
        server.serve(status, "max-age=60", TestTokens.set(ONE.toPublicJWK()));

        // Then
        assertThat(key(ONE)).isEmpty();
    }

    @Test
    void takesNoSetThatIsTooLarge() {
        // Given
        server.serve(200, "max-age=60", TestTokens.set(ONE.toPublicJWK()) + " ".repeat(65_536));

        // Then
        assertThat(key(ONE)).isEmpty();
    }

    @Test
    void waitsNoLongerThanItsTimeoutForAnEndpointThatHangs() {
        // Given
        server.hangInTheBody();

        // When
        try (var impatient = new JwksKeySource(server.url(), limits(Duration.ofMillis(300)), () -> now)) {
            // Then
            assertThat(impatient.key(ONE.getKeyID())).isEmpty();
            assertThat(impatient.lastFetched()).isEmpty();
        }
    }

    /// RFC 7517, section 5: unknown keys are ignored, and the others stay valid.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "1",
                "[]",
                "\"\"",
                "{}",
                "{\"kid\":\"no kty\"}",
                "{\"kty\":null,\"kid\":\"k\"}",
                "{\"kty\":\"EC\",\"crv\":\"BP-256\",\"x\":\"AAAA\",\"y\":\"AAAA\",\"kid\":\"bp\"}",
                "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAA\",\"kid\":\"no y\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"kid\":\"no n\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"\",\"kid\":\"empty n\"}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\",\"kid\":5}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\",\"x5c\":[\"no certificate\"]}",
                "{\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"AQAB\",\"x5c\":{}}",
                "{\"kty\":\"oct\",\"k\":\"AAAA\",\"alg\":\"HS256\"}",
                "{\"kty\":\"PQ\",\"alg\":\"ML-DSA-65\",\"pub\":\"AAAA\"}",
                "{\"kty\":\"EC\",\"kty\":\"RSA\"}",
                "{\"kty\":\"EC\",\"x\":{\"a\":1,\"a\":1}}",
                "{\"kty\":\"EC\",\"kid\":\"\\ud800\"}",
                "{\"kty\":\"EC\",\"use\":1e999,\"exp\":-1e999}"
            })
    void leavesOutWhatIsNoKeyAndTakesTheOthers(String odd) {
        // Given
        server.serve(
                200,
                "max-age=60",
                "{\"keys\":[" + odd + "," + ONE.toPublicJWK().toJSONString() + "," + odd + ","
                        + TWO.toPublicJWK().toJSONString() + "]}");

        // Then
        assertThat(key(ONE)).isPresent();
        assertThat(key(TWO)).isPresent();
    }

    @Test
    void takesNoPrivateKeyAndNoKeyTwice() {
        server.serve("max-age=60", ONE.toPublicJWK(), ONE.toPublicJWK(), TWO.toPublicJWK());
        assertThat(key(ONE)).isEmpty();
        assertThat(key(TWO)).isPresent();
        pass(60);
        server.servePrivate(TWO);
        assertThat(key(TWO)).isEmpty();
    }

    @Test
    void fetchesOnceForManyThreads() throws Exception {
        // Given
        server.serve("max-age=60", ONE);
        var start = new CountDownLatch(1);
        Callable<Optional<VerificationKey>> ask = () -> {
            start.await();
            return key(ONE);
        };

        // When
        var asked = new ArrayList<Future<Optional<VerificationKey>>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                asked.add(threads.submit(ask));
            }
            start.countDown();
        }

        // Then
        assertThat(asked).allSatisfy(answer -> assertThat(answer.get()).isPresent());
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void answersWithAKnownKeyWhileAnotherThreadFetches() throws Exception {
        // Given
        server.serve("max-age=60", ONE);
        assertThat(key(ONE)).isPresent();
        pass(60);
        server.hold();

        // When
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<VerificationKey>> fetching = threads.submit(() -> key(ONE));
            server.awaitHeld();
            assertThat(key(ONE)).isPresent();
            assertThat(fetching).isNotDone();
            server.release();

            // Then
            assertThat(fetching.get()).isPresent();
        }
        assertThat(server.requests()).isEqualTo(2);
    }

    @Test
    void goesOnWithWhatItKnowsAfterItWasClosed() {
        // Given
        server.serve("max-age=60", ONE);
        assertThat(key(ONE)).isPresent();

        // When
        keys.close();
        pass(60);

        // Then
        assertThat(key(ONE)).isPresent();
        assertThat(key(TWO)).isEmpty();
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void fetchesOverHttpsOrFromThisMachineOnly() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwksKeySource.open(URI.create("http://tokens.example/jwks")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JwksKeySource.open(URI.create("http://127.0.0.1.example/")));
        assertThatIllegalArgumentException().isThrownBy(() -> JwksKeySource.open(URI.create("file:///etc/keys.json")));
        JwksKeySource.open(URI.create("https://tokens.example/jwks")).close();
        JwksKeySource.open(server.url()).close();
    }

    private static JwksKeySource.JwksLimits limits(Duration timeout) {
        return new JwksKeySource.JwksLimits(
                Duration.ofSeconds(5), timeout, 65_536, Duration.ofMinutes(10), Duration.ofDays(1));
    }

    private Optional<VerificationKey> key(ECKey key) {
        return keys.key(key.getKeyID());
    }

    private TokenVerdict verify() {
        var policy = TokenPolicy.ofIssuer("frostglass");
        var verifier = new TokenVerifier(policy, keys, RevocationCheck.NONE, UseCheck.UNLIMITED, () -> now);
        return verifier.verify(TestTokens.token(ONE, now, now.plusSeconds(240)), "evt-1");
    }

    private void pass(int seconds) {
        now = now.plusSeconds(seconds);
    }
}
