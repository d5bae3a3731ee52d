package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Counts the decisions of each agent at all instances, from the topic of decisions. A decision that this instance is
/// writing is not on the topic yet, so it has a place instead.
///
/// ```
/// reserve ─▶ [ place ] ─ read back from the topic ─▶ counted
///                │
///                └────── release: nothing was written; or a minute is over ─▶ forgotten
/// ```
final class DecisionQuota {

    /// Attempts about one event are not further apart: see `TokenUseIndex`.
    private static final Duration REPEATS = Duration.ofMinutes(10);

    /// By then a written decision is on the topic, or never will be.
    private static final Duration IN_DOUBT = Duration.ofMinutes(1);

    /// What an agent wants to decide. About an event it decides once, however many of its requests say so.
    ///
    /// @param raised whether it is an alert
    record QuotaRequest(String agentId, String eventId, String siteId, boolean raised) {}

    private record QuotaSlot(String agentId, String eventId) {}

    /// @param requests how many requests wait for its result
    private record Reserved(QuotaRequest quotaRequest, int requests, Instant at) {

        Reserved and(Reserved other) {
            boolean raised = quotaRequest.raised() || other.quotaRequest.raised();
            return new Reserved(
                    new QuotaRequest(quotaRequest.agentId(), quotaRequest.eventId(), quotaRequest.siteId(), raised),
                    requests + other.requests,
                    other.at);
        }
    }

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
    /// @return whether it is the first
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
    /// @return the limit that it has reached; empty if there is a place, which the caller releases if nothing was
    /// written
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
        var counted = agents.getOrDefault(quotaRequest.agentId(), new CountedDecision());
        if (counted.alerts.count(now) + alerts.size() >= most.alertsPerHour()) {
            return Optional.of(Limit.ALERTS_PER_HOUR);
        }
        var atSite = counted.alertsBySite.getOrDefault(quotaRequest.siteId(), new SlidingHour());
        return atSite.count(now) + here >= most.alertsPerHourAndSite()
                ? Optional.of(Limit.ALERTS_PER_HOUR_AND_SITE)
                : Optional.empty();
    }

    /// Gives back the place of a decision of which nothing was written. A decision on the topic has no place any more.
    synchronized void release(String agentId, String eventId) {
        places.computeIfPresent(
                new QuotaSlot(agentId, eventId),
                (_, place) -> place.requests() == 1
                        ? null
                        : new Reserved(place.quotaRequest(), place.requests() - 1, place.at()));
    }

    /// The decisions of today, with the decisions that are being written.
    synchronized int spent(String agentId, Instant now) {
        long writing = places.keySet().stream()
                .filter(quotaSlot -> quotaSlot.agentId().equals(agentId))
                .count();
        return decisions(agentId, now) + (int) writing;
    }

    /// The decisions of today on the topic.
    synchronized int decisions(String agentId, Instant now) {
        var countedDecision = agents.get(agentId);
        return countedDecision == null ? 0 : countedDecision.on(day(now));
    }

    static LocalDate day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate();
    }

    /// What stops an agent.
    enum Limit {
        EVENTS_PER_MINUTE,
        DECISIONS_PER_DAY,
        ALERTS_PER_HOUR,
        ALERTS_PER_HOUR_AND_SITE;

        /// For metrics and audit.
        String code() {
            return "limit_" + name().toLowerCase(Locale.ROOT);
        }
    }
}
