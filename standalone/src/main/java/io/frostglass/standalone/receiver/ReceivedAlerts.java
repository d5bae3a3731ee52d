package io.frostglass.standalone.receiver;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What arrived, by webhook id and by event. Remembers the newest; older ones stay in the counts.
final class ReceivedAlerts {

    private final int remembered;
    private final Map<String, String> events = new LinkedHashMap<>();
    private final Map<String, ReceivedAlert> arrivals = new LinkedHashMap<>();
    private long alerts;
    private long redeliveries;

    /// @param remembered how many webhook ids, and how many events, are remembered
    ReceivedAlerts(int remembered) {
        this.remembered = remembered;
    }

    /// Notes an alert; returns whether its webhook id is new, as a receiver must check: the same id is the same alert.
    synchronized boolean note(String webhookId, String eventId, String alertId, Instant at) {
        boolean isNew = events.putIfAbsent(webhookId, eventId) == null;
        ReceivedAlert before = arrivals.get(eventId);
        if (isNew) {
            alerts++;
            ReceivedAlert now = before == null ? new ReceivedAlert(at, List.of(alertId), 0) : before.with(alertId);
            arrivals.put(eventId, now);
        } else {
            redeliveries++;
            if (before != null) {
                arrivals.put(eventId, before.again());
            }
        }
        forgetOldest(events);
        forgetOldest(arrivals);
        return isNew;
    }

    synchronized Optional<ReceivedAlert> of(String eventId) {
        return Optional.ofNullable(arrivals.get(eventId));
    }

    synchronized long alerts() {
        return alerts;
    }

    synchronized long redeliveries() {
        return redeliveries;
    }

    private void forgetOldest(Map<String, ?> map) {
        if (map.size() > remembered) {
            var oldest = map.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
