package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AttendedSite;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.EventShare;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// The sites at which an agent is present, as the gateways state it on `agent.attendance`. A gateway's statement
/// holds for a few seconds: when a gateway dies, nobody waits for its agents for long.
///
/// The thread that follows the topic writes it, and the stream threads read it.
final class AgentAvailability implements RecordHandler<AgentAttendance> {

    private final InstantSource clock;
    private final Map<String, GatewayStatement> gateways = new ConcurrentHashMap<>();

    AgentAvailability(InstantSource clock) {
        this.clock = clock;
    }

    /// @param percents by site
    private record GatewayStatement(Instant until, Map<String, Integer> percents) {}

    @Override
    public void take(FollowedRecord<AgentAttendance> record) {
        // Without a readable statement, a gateway has no agents.
        if (record.recordContent() instanceof RecordContent.RecordValue<? extends AgentAttendance>(var attendance)) {
            gateways.put(record.key(), statement(attendance));
        } else {
            gateways.remove(record.key());
        }
    }

    private static GatewayStatement statement(AgentAttendance attendance) {
        return new GatewayStatement(
                attendance.getUntil(),
                attendance.getSites().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                AttendedSite::getSiteId, AttendedSite::getPercent, Math::max)));
    }

    /// The share of a site's events that agents decide about, in percent: the largest that a gateway states, 0
    /// without an agent.
    int percentAt(String siteId) {
        Instant now = clock.instant();
        return gateways.values().stream()
                .filter(gateway -> gateway.until().isAfter(now))
                .mapToInt(gateway -> gateway.percents().getOrDefault(siteId, 0))
                .max()
                .orElse(0);
    }

    /// Whether an agent is present that decides about this event.
    boolean includes(String eventId, String siteId) {
        int percent = percentAt(siteId);
        try {
            return percent > 0 && EventShare.includes(eventId, percent);
        } catch (IllegalArgumentException e) {
            // Not an id of ours. No alert waits because of it, and the topology goes on.
            return false;
        }
    }

    /// Whether an alert may wait for an agent. When the state is unknown, no alert begins to wait, and one that
    /// waits does so until its deadline at most.
    ///
    /// @param read whether all statements from before the start have been read
    /// @param current whether new statements arrive
    record Lookup(AgentAvailability agents, BooleanSupplier read, BooleanSupplier current) {

        static Lookup of(AgentAvailability agents, TopicFollower<?> topic) {
            return new Lookup(agents, topic::isCaughtUp, () -> topic.health() instanceof HealthState.Up);
        }

        /// Whether an alert should begin to wait.
        boolean isThere(String eventId, String siteId) {
            return current.getAsBoolean() && agents.includes(eventId, siteId);
        }

        /// Whether an alert should wait no longer. False while an instance has not read all statements:
        /// it would release all alerts that it has taken over.
        boolean isGone(String eventId, String siteId) {
            return read.getAsBoolean() && !agents.includes(eventId, siteId);
        }
    }
}
