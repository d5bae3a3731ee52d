package io.frostglass.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/// Finds the partitions of which records wait while the committed offset has not moved for a time.
///
/// Each observation is of the partitions that the instance has now. A partition that comes anew gets the whole time. An
/// application that cannot be observed, because no broker answers, or that restores its state, is not stuck: see
/// [#reset].
final class StuckDetector {

    private final Duration limit;
    private final Map<TopicPartition, Observation> before = new HashMap<>();

    /// @param limit how long a committed offset may stay where it is while records wait
    StuckDetector(Duration limit) {
        this.limit = limit;
    }

    /// What waits in a partition.
    ///
    /// @param committed the offset to read next
    /// @param end the offset after the last record that can be read
    record Backlog(long committed, long end) {
        long records() {
            return Math.max(0, end - committed);
        }
    }

    /// A committed offset, and since when it is known to stand.
    private record Observation(long committed, Instant since) {}

    /// Takes what is now.
    ///
    /// @return the stuck partitions, in the order of their names
    List<TopicPartition> observe(Map<TopicPartition, Backlog> now, Instant at) {
        before.keySet().retainAll(now.keySet());
        var stuck = new ArrayList<TopicPartition>();
        now.forEach((partition, backlog) -> {
            Observation earlier = before.get(partition);
            if (earlier == null || earlier.committed() != backlog.committed() || backlog.records() == 0) {
                before.put(partition, new Observation(backlog.committed(), at));
            } else if (!earlier.since().plus(limit).isAfter(at)) {
                stuck.add(partition);
            }
        });
        stuck.sort((a, b) -> a.toString().compareTo(b.toString()));
        return stuck;
    }

    /// Gives all partitions the whole time again.
    void reset() {
        before.clear();
    }

    /// Gives a partition the whole time again.
    void reset(TopicPartition partition) {
        before.remove(partition);
    }
}
