package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SubjectHistoryTest {

    private static final Thresholds THRESHOLDS = Thresholds.STANDARD;

    @Test
    void knowsTheMeanOfASteadySubject() {
        // Given
        var random = new Random(1);
        var baseline = Baseline.NONE;

        // When
        for (int i = 0; i < 2000; i++) {
            baseline = baseline.learn(20 + random.nextInt(11));
        }

        // Then
        assertThat(baseline.mean()).isBetween(24.0, 26.0);
        assertThat(baseline.usual(THRESHOLDS)).isBetween(59.0, 61.0);
    }

    @Test
    void doesNotTakeTheMorningAfterANightForABurst() {
        // Given
        var baseline = Baseline.NONE;
        for (int i = 0; i < 144; i++) {
            baseline = baseline.learn(100);
        }

        // When
        for (int i = 0; i < 5 * 288; i++) {
            baseline = baseline.learn(0);
        }

        // Then
        assertThat(baseline.usual(THRESHOLDS)).isGreaterThan(100);
    }

    @Test
    void isReadAsItWasWritten() {
        // Given
        var history = new SubjectHistory(
                1,
                2,
                new Baseline(3, 4, 5, 6),
                7,
                new SilenceTracker(8, 9, true),
                new UseRate(0.1, 11, 12, 13, 14, true),
                new WindowCounts(15, 0, 16, 0, 17, 18, 0, 0));

        // When
        SubjectHistory read = SubjectHistory.of(history.bytes(), 99);

        // Then
        assertThat(read).isEqualTo(history);
    }

    @Test
    void beginsAnewWhereItsLayoutIsNotKnown() {
        // Given
        byte[] bytes = SubjectHistory.begin(5).bytes();
        bytes[0] = 2;

        // When
        SubjectHistory read = SubjectHistory.of(bytes, 99);

        // Then
        assertThat(read).isEqualTo(SubjectHistory.begin(99));
    }

    @Test
    void isReadAsFarAsAllPartitionsAreUnlessOneIsIdle() {
        // When
        long all = WatchStores.readUpTo(List.of(10_000_000L, 9_900_000L, 1_000_000L));

        // Then
        assertThat(all).isEqualTo(9_900_000);
    }
}
