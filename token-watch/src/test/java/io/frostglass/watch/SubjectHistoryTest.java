package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;

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
        var subjectHistory = new SubjectHistory(
                1,
                2,
                new Baseline(3, 4, 5, 6),
                7,
                new SilenceTracker(8, 9, true),
                new UseRate(0.1, 11, 12, 13, 14, true),
                new SubjectHistory.Worst(15, 16, 17, 18));

        // When
        SubjectHistory read = SubjectHistory.of(subjectHistory.bytes(), 99);

        // Then
        assertThat(read).isEqualTo(subjectHistory);
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
        // Given
        var auditProgress = new AuditProgress();
        auditProgress.reached(0, 10_000_000);
        auditProgress.reached(1, 9_900_000);

        // When
        auditProgress.reached(2, 1_000_000);

        // Then
        assertThat(auditProgress.all()).isEqualTo(9_900_000);
    }
}
