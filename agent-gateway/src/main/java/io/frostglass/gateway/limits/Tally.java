package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/// How much each agent has decided, at all instances together: counted from the topic of decisions. What is being
/// written at this moment is not on it yet, so that a limit can be passed by as many.
final class Tally {

    /// Attempts about one event are not further apart: see `UseIndex`.
    private static final Duration REPEATS = Duration.ofMinutes(10);

    /// What an agent has done.
    private static final class Done {
        private final SlidingHour alerts = new SlidingHour();
        private final Map<String, SlidingHour> alertsBySite = new HashMap<>();
        private LocalDate day = LocalDate.MIN;
        private int today;

        int on(LocalDate date) {
            return day.equals(date) ? today : 0;
        }

        void count(LocalDate date) {
            if (date.isAfter(day)) {
                day = date;
                today = 0;
            }
            today += date.equals(day) ? 1 : 0;
        }
    }

    private final Map<String, Done> agents = new HashMap<>();

    /// The events that were decided about, by partition, the oldest first.
    private final Map<Integer, LinkedHashMap<String, Instant>> decided = new HashMap<>();

    /// Counts a decision, if it is the first about its event.
    ///
    /// @return whether it was
    synchronized boolean take(int partition, AgentDecision decision, Instant at) {
        var known = decided.computeIfAbsent(partition, _ -> new LinkedHashMap<>());
        var oldest = known.values().iterator();
        while (oldest.hasNext() && oldest.next().isBefore(at.minus(REPEATS))) {
            oldest.remove();
        }
        if (known.putIfAbsent(decision.getEventId(), at) != null) {
            return false;
        }
        var done = agents.computeIfAbsent(decision.getAgent(), _ -> new Done());
        done.count(day(at));
        if (decision.getOutcome() == AgentOutcome.raised) {
            done.alerts.add(at);
            done.alertsBySite
                    .computeIfAbsent(decision.getSiteId(), _ -> new SlidingHour())
                    .add(at);
        }
        return true;
    }

    synchronized int alerts(String agentId, Instant now) {
        var done = agents.get(agentId);
        return done == null ? 0 : done.alerts.count(now);
    }

    synchronized int alerts(String agentId, String siteId, Instant now) {
        var done = agents.get(agentId);
        var atSite = done == null ? null : done.alertsBySite.get(siteId);
        return atSite == null ? 0 : atSite.count(now);
    }

    synchronized int decisions(String agentId, Instant now) {
        var done = agents.get(agentId);
        return done == null ? 0 : done.on(day(now));
    }

    static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
