package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.StuckDetector.Backlog;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class StuckDetectorTest {

    private static final TopicPartition FIRST = new TopicPartition("agent.test", 0);
    private static final TopicPartition SECOND = new TopicPartition("agent.test", 1);

    private final StuckDetector detector = new StuckDetector(Duration.ofMinutes(5));

    private List<TopicPartition> observe(int minute, Map<TopicPartition, Backlog> now) {
        return detector.observe(now, Instant.EPOCH.plus(Duration.ofMinutes(minute)));
    }

    private static Map<TopicPartition, Backlog> first(long committed, long end) {
        return Map.of(FIRST, new Backlog(committed, end));
    }

    @Test
    void findsAPartitionWhoseOffsetStandsWhileRecordsWait() {
        assertThat(observe(0, first(3, 5))).isEmpty();
        assertThat(observe(4, first(3, 9))).isEmpty();
        assertThat(observe(5, first(3, 12))).containsExactly(FIRST);
        assertThat(observe(6, first(4, 12))).isEmpty();
    }

    @Test
    void findsTheStuckOneOfSeveral() {
        assertThat(observe(0, Map.of(FIRST, new Backlog(3, 5), SECOND, new Backlog(1, 9))))
                .isEmpty();
        assertThat(observe(5, Map.of(FIRST, new Backlog(3, 5), SECOND, new Backlog(8, 9))))
                .containsExactly(FIRST);
    }

    @Test
    void isQuietWhileNothingWaits() {
        assertThat(observe(0, first(5, 5))).isEmpty();
        assertThat(observe(60, first(5, 5))).isEmpty();
        // The first record after an hour has its whole time.
        assertThat(observe(61, first(5, 6))).isEmpty();
        assertThat(observe(64, first(5, 6))).isEmpty();
        assertThat(observe(65, first(5, 6))).containsExactly(FIRST);
    }

    @Test
    void givesAPartitionTheWholeTimeWhenItComes() {
        observe(0, first(3, 5));
        observe(3, Map.of());
        assertThat(observe(6, first(3, 5))).isEmpty();
        assertThat(observe(11, first(3, 5))).containsExactly(FIRST);
    }

    @Test
    void beginsAnewAfterAReset() {
        observe(0, first(3, 5));
        detector.reset();
        assertThat(observe(6, first(3, 5))).isEmpty();
        detector.reset(FIRST);
        assertThat(observe(12, first(3, 5))).isEmpty();
    }

    /// A topic that was made again ends before the committed offset.
    @Test
    void isQuietWhereTheEndIsBeforeTheOffset() {
        observe(0, first(30, 5));
        assertThat(observe(60, first(30, 5))).isEmpty();
    }
}
