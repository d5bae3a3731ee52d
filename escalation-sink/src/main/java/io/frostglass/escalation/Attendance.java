package io.frostglass.escalation;

import io.frostglass.agent.AgentAttendance;
import io.frostglass.agent.AttendedSite;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.runtime.follow.Reader;
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
final class Attendance implements Reader<AgentAttendance> {

    private final InstantSource clock;
    private final Map<String, Said> gateways = new ConcurrentHashMap<>();

    Attendance(InstantSource clock) {
        this.clock = clock;
    }

    /// @param percents by site
    private record Said(Instant until, Map<String, Integer> percents) {}

    @Override
    public void take(Followed<AgentAttendance> followed) {
        switch (followed.content()) {
            case Content.Value<? extends AgentAttendance>(AgentAttendance said) ->
                gateways.put(followed.key(), said(said));
            // The later word of the gateway holds, also where we cannot read it: then we know of nobody there.
            case Content.Deleted<?> deleted -> gateways.remove(followed.key());
            case Content.Unreadable<?> unreadable -> gateways.remove(followed.key());
        }
    }

    private static Said said(AgentAttendance said) {
        return new Said(
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
                .filter(said -> said.until().isAfter(now))
                .mapToInt(said -> said.percents().getOrDefault(siteId, 0))
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
