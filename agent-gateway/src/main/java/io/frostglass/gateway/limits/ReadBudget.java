package io.frostglass.gateway.limits;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Counts the events that this instance has shown to each agent in this minute.
final class ReadBudget {

    private static final int SECONDS = 60;

    private final Map<String, ShownCount> agents = new HashMap<>();

    private record ShownCount(long minute, int events) {}

    synchronized int left(String agentId, int most, Instant now) {
        var shownCount = agents.get(agentId);
        return shownCount == null || shownCount.minute() != minute(now)
                ? most
                : Math.max(0, most - shownCount.events());
    }

    /// Takes events from the budget, all of them or none.
    ///
    /// @return whether there was enough left
    synchronized boolean take(String agentId, int events, int most, Instant now) {
        int left = left(agentId, most, now);
        if (events > left) {
            return false;
        }
        long minute = minute(now);
        agents.merge(
                agentId,
                new ShownCount(minute, events),
                (old, fresh) -> old.minute() == minute ? new ShownCount(minute, old.events() + events) : fresh);
        return true;
    }

    /// Seconds to the next minute.
    static long secondsLeft(Instant now) {
        return SECONDS - Math.floorMod(now.getEpochSecond(), (long) SECONDS);
    }

    private static long minute(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) SECONDS);
    }
}
