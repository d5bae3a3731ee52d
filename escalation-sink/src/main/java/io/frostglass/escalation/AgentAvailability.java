package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AttendedSite;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.topics.EventShare;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/// At which sites there is an agent to wait for, as the gateways say it on `agent.attendance`. Each of them speaks for
/// those who read there, and for a few seconds only: where one has died, its agents are soon nobody to wait for.
///
/// Written by the thread that follows the topic, read by those that decide.
final class AgentAvailability implements RecordHandler<AgentAttendance> {

    private final InstantSource clock;
    private final Map<String, GatewayStatement> gateways = new ConcurrentHashMap<>();

    AgentAvailability(InstantSource clock) {
        this.clock = clock;
    }

    /// @param percents by site
    private record GatewayStatement(Instant until, Map<String, Integer> percents) {}

    @Override
    public void take(FollowedRecord<AgentAttendance> followedRecord) {
        switch (followedRecord.recordContent()) {
            case RecordContent.RecordValue<? extends AgentAttendance>(AgentAttendance said) ->
                gateways.put(followedRecord.key(), said(said));
            // The later word of the gateway holds, also where we cannot read it: then we know of nobody there.
            case RecordContent.Deleted<?> deleted -> gateways.remove(followedRecord.key());
            case RecordContent.UnreadableRecord<?> unreadableRecord -> gateways.remove(followedRecord.key());
        }
    }

    private static GatewayStatement said(AgentAttendance said) {
        return new GatewayStatement(
                said.getUntil(),
                said.getSites().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                AttendedSite::getSiteId, AttendedSite::getPercent, Math::max)));
    }

    /// Of how many of a hundred events somebody is there to decide about at a site: what the most confident of the
    /// gateways says.
    ///
    /// @return 0 where nobody is, up to 100
    int percentAt(String siteId) {
        Instant now = clock.instant();
        return gateways.values().stream()
                .filter(gatewayStatement -> gatewayStatement.until().isAfter(now))
                .mapToInt(gatewayStatement -> gatewayStatement.percents().getOrDefault(siteId, 0))
                .max()
                .orElse(0);
    }

    /// Whether somebody is there to decide about an event.
    boolean includes(String eventId, String siteId) {
        int percent = percentAt(siteId);
        try {
            return percent > 0 && EventShare.includes(eventId, percent);
        } catch (IllegalArgumentException e) {
            // An id that is none of ours: nobody is to wait because of it, and nothing is to stop.
            return false;
        }
    }
}
