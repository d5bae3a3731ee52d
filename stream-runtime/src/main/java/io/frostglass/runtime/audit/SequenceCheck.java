package io.frostglass.runtime.audit;

import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Finds the gaps in the numbers of entries, which it takes in any order.
///
/// It judges the numbers of a run from the lowest that was written since a time up to the highest. What is missing
/// before or after, it cannot know.
final class SequenceCheck {

    private final Instant since;
    private final Map<Run, Numbers> runs = new LinkedHashMap<>();

    private record Run(Principal writer, String id) {}

    /// @param since earlier entries only fill gaps
    SequenceCheck(Instant since) {
        this.since = since;
    }

    void take(WrittenEntry written) {
        String id = written.entry().getRunId();
        if (id != null && written.isNumbered()) {
            runs.computeIfAbsent(new Run(written.writer(), id), _ -> new Numbers())
                    .add(written.entry().getSequence(), !written.writtenAt().isBefore(since));
        }
    }

    /// Takes an entry that may fill a gap, and does not lengthen its run.
    void fill(WrittenEntry written) {
        String id = written.entry().getRunId();
        if (id != null) {
            runs.computeIfPresent(new Run(written.writer(), id), (_, numbers) -> {
                numbers.add(written.entry().getSequence(), false);
                return numbers;
            });
        }
    }

    List<AuditGap> gaps() {
        var gaps = new ArrayList<AuditGap>();
        runs.forEach((run, numbers) ->
                numbers.gaps().forEach((first, last) -> gaps.add(new AuditGap(run.writer(), run.id(), first, last))));
        return List.copyOf(gaps);
    }

    /// As ranges: a run may be long, and what a writer numbers is its own affair.
    private static final class Numbers {

        /// From the first to the last number of each range. No two ranges touch.
        private final TreeMap<Long, Long> ranges = new TreeMap<>();

        private long lowest = Long.MAX_VALUE;
        private long highest;

        void add(long number, boolean counts) {
            if (counts) {
                lowest = Math.min(lowest, number);
                highest = Math.max(highest, number);
            }
            var before = ranges.floorEntry(number);
            if (before != null && before.getValue() >= number) {
                return;
            }
            long first = before != null && before.getValue() == number - 1 ? before.getKey() : number;
            Long after = number == Long.MAX_VALUE ? null : ranges.remove(number + 1);
            ranges.put(first, after == null ? number : after);
        }

        /// From the first to the last number of each gap.
        Map<Long, Long> gaps() {
            var gaps = new TreeMap<Long, Long>();
            long end = Long.MAX_VALUE;
            for (var range : ranges.entrySet()) {
                if (end != Long.MAX_VALUE && end >= lowest && range.getKey() <= highest) {
                    gaps.put(end + 1, range.getKey() - 1);
                }
                end = range.getValue();
            }
            return gaps;
        }
    }
}
