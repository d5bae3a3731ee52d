package io.frostglass.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.frostglass.audit.Action;
import io.frostglass.tokens.KeyChange.KeyChangeKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofMinutes(4);

    private final FakeKeyLog log = new FakeKeyLog();
    private volatile Instant now = Events.NOW;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    /// The ring's own schedule checks rarely: the tests call `tick`.
    private KeyRing open(SigningKeySource source) {
        var timing = new KeyTiming(DAY, TestKeys.timing(DAY).lease(), Duration.ZERO, Duration.ofMillis(50));
        return KeyRing.open(clock, source, timing, log);
    }

    private KeyRing open() {
        return open(new SigningKeySource.Made(SigningAlgorithm.ES256, 2048));
    }

    private String sign(KeyRing keys) throws Exception {
        var token = keys.sign(new JWTClaimsSet.Builder().subject("evt-1").build(), now.plus(LIFE));
        return kid(token);
    }

    @Test
    void signsWithNoKeyThatIsNotPublished() {
        log.brokerIsAway = true;
        assertThatIllegalStateException().isThrownBy(this::open);
    }

    @Test
    void signsWithNoKeyThatIsPublishedButCannotBeSeen() {
        log.hidden = true;
        assertThatIllegalStateException().isThrownBy(this::open);
        assertThat(log.kinds()).containsExactly(KeyChangeKind.PUBLISHED);
    }

    @Test
    void takesANewKeyWhenTheOldOneHasSignedLongEnough() throws Exception {
        // Given
        try (var keys = open()) {
            String first = sign(keys);
            now = now.plus(DAY);

            // When
            keys.tick();

            // Then
            assertThat(sign(keys)).isNotEqualTo(first);
            assertThat(log.kinds())
                    .containsSubsequence(KeyChangeKind.PUBLISHED, KeyChangeKind.PUBLISHED, KeyChangeKind.SCHEDULED);
        }
    }

    @Test
    void showsARetiredKeyUntilItsLastTokenIsRefusedByAll() throws Exception {
        // Given
        try (var keys = open()) {
            String first = sign(keys);
            now = now.plusSeconds(10);
            sign(keys);
            Instant last = now.plus(LIFE);
            now = now.plusSeconds(60);
            log.requested = now;

            // When
            keys.tick();

            // Then
            assertThat(log.shown)
                    .containsEntry(first, last.plus(TokenConfig.LEEWAY).truncatedTo(ChronoUnit.MILLIS));
            assertThat(log.changes.getLast().auditEntry().getAction()).isEqualTo(Action.key_retired);
            assertThat(log.changes.getLast().auditEntry().getSubject()).isEqualTo(first);
            assertThat(log.changes.getLast().auditEntry().getReason()).isEqualTo("requested");
        }
    }

    @Test
    void answersOneRequestOnceWhateverTheClockOfWhoAsked() {
        // Given
        try (var keys = open()) {
            String first = keys.currentId();
            log.requested = now.plusSeconds(300);

            // When
            keys.tick();
            String second = keys.currentId();
            keys.tick();

            // Then
            assertThat(second).isNotEqualTo(first);
            assertThat(keys.currentId()).isEqualTo(second);
            now = now.plusSeconds(400);
            log.requested = now;
            keys.tick();
            assertThat(keys.currentId()).isNotEqualTo(second);
        }
    }

    @Test
    void hasNothingToDoForARequestThatIsOlderThanItsKey() {
        try (var keys = open()) {
            String first = keys.currentId();
            log.requested = now.minusSeconds(1);
            keys.tick();
            assertThat(keys.currentId()).isEqualTo(first);
        }
    }

    @Test
    void goesOnWithTheOldKeyWhileANewOneCannotBePublished() throws Exception {
        // Given
        try (var keys = open()) {
            String first = sign(keys);
            log.requested = now.plusSeconds(1);
            log.brokerIsAway = true;

            // When
            keys.tick();

            // Then
            assertThat(sign(keys)).isEqualTo(first);
            log.brokerIsAway = false;
            keys.tick();
            assertThat(sign(keys)).isNotEqualTo(first);
        }
    }

    @Test
    void renewsAKeyThatGoesOn() throws Exception {
        // Given
        try (var keys = open()) {
            now = now.plus(Duration.ofMinutes(40));

            // When
            keys.tick();

            // Then
            assertThat(log.kinds()).containsExactly(KeyChangeKind.PUBLISHED, KeyChangeKind.RENEWED);
            assertThat(log.shown)
                    .containsEntry(keys.currentId(), log.changes.getLast().notAfter());
            assertThat(log.changes.getLast().auditEntry().getReason()).isEqualTo("renewed");
            sign(keys);
        }
    }

    @Test
    void signsNothingThatWouldOutliveItsKeyInTheKeySet() {
        // Given
        try (var keys = open()) {
            now = now.plus(Duration.ofMinutes(61));
            log.brokerIsAway = true;

            // Then
            assertThat(keys.isFresh()).isFalse();
            assertThatIllegalStateException().isThrownBy(() -> sign(keys));
        }
    }

    @Test
    void retiresItsKeyWhenItStops() {
        // Given
        var keys = open();

        // When
        keys.close();

        // Then
        assertThat(log.kinds()).containsExactly(KeyChangeKind.PUBLISHED, KeyChangeKind.STOPPED);
        assertThat(log.changes.getLast().notAfter()).isBeforeOrEqualTo(now);
    }

    @Test
    void neverRotatesOrRetiresAFixedKey() throws Exception {
        // Given
        var fixed = new SigningKeySource.Fixed(SigningKey.make(SigningAlgorithm.ES256, 2048));
        var keys = open(fixed);
        now = now.plus(Duration.ofMinutes(30));
        log.requested = now;

        // When
        keys.tick();
        keys.close();

        // Then
        assertThat(log.kinds()).containsExactly(KeyChangeKind.PUBLISHED);
        assertThat(log.shown).containsOnlyKeys(fixed.next().id());
    }

    @Test
    void publishesAFixedKeyOnceForAllInstances() throws Exception {
        // Given
        var fixed = new SigningKeySource.Fixed(SigningKey.make(SigningAlgorithm.ES256, 2048));
        try (var one = open(fixed);
                var other = open(fixed)) {
            // Then
            assertThat(log.kinds()).containsExactly(KeyChangeKind.PUBLISHED);
            assertThat(sign(one)).isEqualTo(sign(other));
        }
    }

    @Test
    void showsEveryKeyForAsLongAsItsTokensLiveWhileThreadsSignAndKeysRotate() throws Exception {
        // Given
        var lastExpiries = new ConcurrentHashMap<String, Instant>();
        var rotations = new AtomicInteger();
        try (var keys = open();
                var signers = Executors.newFixedThreadPool(4)) {
            // When
            for (int i = 0; i < 4; i++) {
                var _ = signers.submit(() -> {
                    while (rotations.get() < 200) {
                        var expiry = now.plus(LIFE);
                        var token = keys.sign(new JWTClaimsSet.Builder().build(), expiry);
                        lastExpiries.merge(kid(token), expiry, (a, b) -> a.isAfter(b) ? a : b);
                    }
                    return null;
                });
            }
            while (rotations.incrementAndGet() < 200) {
                now = now.plusSeconds(1);
                log.requested = now;
                keys.tick();
            }
        }

        // Then
        assertThat(lastExpiries).hasSizeGreaterThan(10);
        lastExpiries.forEach((kid, expiry) -> assertThat(log.shown.get(kid))
                .isAfterOrEqualTo(expiry.plus(TokenConfig.LEEWAY).truncatedTo(ChronoUnit.MILLIS)));
    }

    private static String kid(String token) throws Exception {
        return SignedJWT.parse(token).getHeader().getKeyID();
    }
}
