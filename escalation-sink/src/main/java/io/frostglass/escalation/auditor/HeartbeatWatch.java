package io.frostglass.escalation.auditor;

import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.routes.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Knows which site's heartbeat has not arrived. That shows when nobody sends it, too: then no delivery is missing.
///
/// @param arrived by site, when the last one was raised; for a site that is new, when it was first looked for
public record HeartbeatWatch(Arrivals arrived) {

    /// The event ids of heartbeats begin with this.
    public static final String EVENT_PREFIX = "hbt-";

    /// What the name of an alarm begins with that is about a site's heartbeat, and not about a receiver.
    public static final String ALARM_PREFIX = "heartbeat/";

    /// Where the state is kept, in ms since 1970.
    public interface Arrivals {

        long get(String siteId, long otherwise);

        void put(String siteId, long at);
    }

    /// Takes a report.
    public void take(AuditReport report) {
        report.heartbeats().forEach((site, at) -> {
            if (arrived.get(site, 0) < at.toEpochMilli()) {
                arrived.put(site, at.toEpochMilli());
            }
        });
    }

    /// The heartbeats that have not arrived, by the name of their alarm.
    ///
    /// @param within from the time at which one is due to its delivery
    public Map<String, DeliveryGap> missing(List<Heartbeat> expected, Instant now, Duration within) {
        var missing = new TreeMap<String, DeliveryGap>();
        for (Heartbeat heartbeat : expected) {
            String site = heartbeat.siteId();
            long last = arrived.get(site, -1);
            if (last < 0) {
                arrived.put(site, now.toEpochMilli());
            } else {
                Instant due = heartbeat.lastDue(now.minus(within));
                if (last < due.toEpochMilli()) {
                    missing.put(ALARM_PREFIX + site, new DeliveryGap(1, 0, due, due, "heartbeat"));
                }
            }
        }
        return missing;
    }
}
