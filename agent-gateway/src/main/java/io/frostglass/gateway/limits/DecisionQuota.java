package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.AgentLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How much each agent has decided, at all instances together, counted from the topic of decisions. A decision that
/// this instance is writing is not on the topic yet, so it has a place instead.
///
/// ```
/// reserve ─▶ [ place ] ─ read back from the topic ─▶ counted
///                │
///                └────── release: nothing was written; or a minute is over ─▶ forgotten
/// ```
final class DecisionQuota {

    /// Attempts about one event are not further apart: see `TokenUseIndex`.
    private static final Duration REPEATS = Duration.ofMinutes(10);

    /// What was written is on the topic by then, or never will be.
    private static final Duration IN_DOUBT = Duration.ofMinutes(1);

    /// What an agent wants to decide. About an event it decides once, however many of its requests say so.
    ///
    /// @param raised whether it is an alert
    record QuotaRequest(String agentId, String eventId, String siteId, boolean raised) {}

    private record QuotaSlot(String agentId, String eventId) {}

    /// @param requests how many wait for what becomes of it
    private record Reserved(QuotaRequest quotaRequest, int requests, Instant at) {

        Reserved and(Reserved other) {
            boolean raised = quotaRequest.raised() || other.quotaRequest.raised();
            return new Reserved(
                    new QuotaRequest(quotaRequest.agentId(), quotaRequest.eventId(), quotaRequest.siteId(), raised),
                    requests + other.requests,
                    other.at);
        }
    }

    /// What an agent has done.
    private static final class CountedDecision {
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

    private final Map<String, CountedDecision> agents = new HashMap<>();

    /// The events that were decided about, by partition, the oldest first.
    private final Map<Integer, LinkedHashMap<String, Instant>> decided = new HashMap<>();

    private final Map<QuotaSlot, Reserved> places = new HashMap<>();

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
        places.keySet().removeIf(quotaSlot -> quotaSlot.eventId().equals(decision.getEventId()));
        var countedDecision = agents.computeIfAbsent(decision.getAgent(), _ -> new CountedDecision());
        countedDecision.count(day(at));
        if (decision.getOutcome() == AgentOutcome.raised) {
            countedDecision.alerts.add(at);
            countedDecision
                    .alertsBySite
                    .computeIfAbsent(decision.getSiteId(), _ -> new SlidingHour())
                    .add(at);
        }
        return true;
    }

    /// Takes a place for a decision, if its agent has not reached a limit.
    ///
    /// @return which it has reached; empty if there is a place, which is to be released if nothing was written
    synchronized Optional<Limit> reserve(QuotaRequest quotaRequest, AgentLimits most, Instant now) {
        places.values().removeIf(place -> place.at().plus(IN_DOUBT).isBefore(now));
        Optional<Limit> reached = reached(quotaRequest, most, now);
        if (reached.isEmpty()) {
            places.merge(
                    new QuotaSlot(quotaRequest.agentId(), quotaRequest.eventId()),
                    new Reserved(quotaRequest, 1, now),
                    Reserved::and);
        }
        return reached;
    }

    private Optional<Limit> reached(QuotaRequest quotaRequest, AgentLimits most, Instant now) {
        List<QuotaRequest> others = places.values().stream()
                .map(Reserved::quotaRequest)
                .filter(it -> it.agentId().equals(quotaRequest.agentId()))
                .filter(it -> !it.eventId().equals(quotaRequest.eventId()))
                .toList();
        if (decisions(quotaRequest.agentId(), now) + others.size() >= most.decisionsPerDay()) {
            return Optional.of(Limit.DECISIONS_PER_DAY);
        }
        if (!quotaRequest.raised()) {
            return Optional.empty();
        }
        List<QuotaRequest> alerts = others.stream().filter(QuotaRequest::raised).toList();
        long here = alerts.stream()
                .filter(it -> it.siteId().equals(quotaRequest.siteId()))
                .count();
        if (alerts(quotaRequest.agentId(), now) + alerts.size() >= most.alertsPerHour()) {
            return Optional.of(Limit.ALERTS_PER_HOUR);
        }
        return alerts(quotaRequest.agentId(), quotaRequest.siteId(), now) + here >= most.alertsPerHourAndSite()
                ? Optional.of(Limit.ALERTS_PER_HOUR_AND_SITE)
                : Optional.empty();
    }

    /// Nothing of it was written. What is on the topic has no place any more, so there is none to give back.
    synchronized void release(String agentId, String eventId) {
        places.computeIfPresent(
                new QuotaSlot(agentId, eventId),
                (_, place) -> place.requests() == 1
                        ? null
                        : new Reserved(place.quotaRequest(), place.requests() - 1, place.at()));
    }

    /// How many it has made today, those included that are being written.
    synchronized int spent(String agentId, Instant now) {
        long writing = places.keySet().stream()
                .filter(quotaSlot -> quotaSlot.agentId().equals(agentId))
                .count();
        return decisions(agentId, now) + (int) writing;
    }

    private int alerts(String agentId, Instant now) {
        var countedDecision = agents.get(agentId);
        return countedDecision == null ? 0 : countedDecision.alerts.count(now);
    }

    private int alerts(String agentId, String siteId, Instant now) {
        var countedDecision = agents.get(agentId);
        var atSite = countedDecision == null ? null : countedDecision.alertsBySite.get(siteId);
        return atSite == null ? 0 : atSite.count(now);
    }

    /// How many it has made today, as the topic says.
    synchronized int decisions(String agentId, Instant now) {
        var countedDecision = agents.get(agentId);
        return countedDecision == null ? 0 : countedDecision.on(day(now));
    }

    static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }
}
