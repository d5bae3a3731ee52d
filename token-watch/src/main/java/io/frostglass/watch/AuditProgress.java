package io.frostglass.watch;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// How far the audit log has been read: up to where all its partitions have come. While a backlog is worked off, one
/// partition may be far ahead of another, and a window must not be closed before the others have reached it. A
/// partition that is a quarter of an hour behind the first is not waited for: nothing may be written to it.
///
/// Pure; times in ms since the epoch.
final class AuditProgress {

    private static final long TIMEOUT = Duration.ofMinutes(15).toMillis();

    private final Map<Integer, Long> partitions = new HashMap<>();

    /// A partition has come this far.
    void reached(int partition, long at) {
        partitions.merge(partition, at, Math::max);
    }

    /// Up to where everything is known that is to be waited for; 0 before the first.
    long all() {
        long first =
                partitions.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return partitions.values().stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= first - TIMEOUT)
                .min()
                .orElse(0);
    }
}
