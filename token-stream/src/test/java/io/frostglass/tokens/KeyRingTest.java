package io.frostglass.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyRingTest {

    private static final Duration DAY = Duration.ofDays(1);

    private Instant now = Events.NOW;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final List<String> published = new ArrayList<>();
    private boolean brokerIsAway;

    private void publish(SigningKey key) {
        if (brokerIsAway) {
            throw new IllegalStateException("no broker");
        }
        published.add(key.id());
    }

    private KeyRing open() {
        return KeyRing.open(clock, DAY, DAY.multipliedBy(2), this::publish);
    }

    @Test
    void signsWithNoKeyThatIsNotPublished() {
        brokerIsAway = true;
        assertThatIllegalStateException().isThrownBy(this::open);
    }

    @Test
    void takesANewKeyWhenTheOldOneHasSignedLongEnough() {
        // Given
        try (var keys = open()) {
            String first = keys.current().id();

            // When
            keys.rotateIfDue();
            now = now.plus(DAY);
            keys.rotateIfDue();

            // Then
            assertThat(published).containsExactly(first, keys.current().id()).doesNotHaveDuplicates();
        }
    }

    @Test
    void goesOnWithTheOldKeyWhileANewOneCannotBePublished() {
        // Given
        try (var keys = open()) {
            String first = keys.current().id();
            brokerIsAway = true;

            // When
            now = now.plus(DAY);
            keys.rotateIfDue();

            // Then
            assertThat(keys.current().id()).isEqualTo(first);
            assertThat(keys.isFresh()).isTrue();
            now = now.plus(DAY);
            assertThat(keys.isFresh()).isFalse();
            brokerIsAway = false;
            keys.rotateIfDue();
            assertThat(keys.current().id()).isNotEqualTo(first);
        }
    }
}
