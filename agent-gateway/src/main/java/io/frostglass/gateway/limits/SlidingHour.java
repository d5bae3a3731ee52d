package io.frostglass.gateway.limits;

import java.time.Instant;
import java.util.TreeMap;

/// How often something happened in the last sixty minutes, to the minute.
final class SlidingHour {

    private static final int MINUTES = 60;

    /// By minute since the epoch.
    private final TreeMap<Long, Integer> counts = new TreeMap<>();

    void add(Instant at) {
        counts.merge(minute(at), 1, Integer::sum);
        counts.headMap(counts.lastKey() - MINUTES, true).clear();
    }

    int count(Instant now) {
        long minute = minute(now);
        return counts.subMap(minute - MINUTES, false, minute + 1, true).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    private static long minute(Instant at) {
        return at.getEpochSecond() / 60;
    }
}
