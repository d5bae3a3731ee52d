package io.frostglass.standalone.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/// Follows every event from the camera to the receiver, by their reports and the audit log. The reports may come in
/// any order: an alert may arrive before the camera has read its answer. Safe for any number of threads.
///
/// Remembers the newest events. Older ones stay in the totals, as lost if they had not arrived.
public final class DeliveryLedger {

    private final int remembered;
    private final LinkedHashMap<String, EventProgress> events = new LinkedHashMap<>();
    private Totals forgotten = new Totals(0, 0, 0, 0, 0, 0, 0, 0);
    private long redelivered;
    private long decided;

    /// @param remembered how many events to remember, about 300 bytes each
    public DeliveryLedger(int remembered) {
        this.remembered = remembered;
    }

    /// Number of events at each step.
    ///
    /// @param escalated events with an alert, by the rules or an agent
    /// @param notEscalated events without an alert
    /// @param lost accepted events for which an alert is missing at the receiver; includes those still in the
    ///     pipeline
    /// @param duplicated alerts beyond the first that the receiver took about one event
    public record Totals(
            long accepted,
            long sanitized,
            long authorized,
            long escalated,
            long notEscalated,
            long delivered,
            long lost,
            long duplicated) {

        /// Whether every accepted event has come to its end.
        @JsonIgnore
        public boolean isComplete() {
            return lost == 0 && sanitized >= accepted && authorized >= accepted && escalated + notEscalated >= accepted;
        }

        private Totals plus(EventProgress event) {
            return new Totals(
                    accepted + one(event.begun != null),
                    sanitized + one(event.sanitized),
                    authorized + one(event.authorized),
                    escalated + one(event.escalated),
                    notEscalated + one(event.isWithoutAlert()),
                    delivered + one(event.arrived != null),
                    lost + one(event.isOpen()),
                    duplicated + Math.max(0, event.deliveries - 1));
        }

        private static long one(boolean counts) {
            return counts ? 1 : 0;
        }
    }

    /// Notes that ingest has accepted a camera's event.
    ///
    /// @param due when the schedule said to send it
    public synchronized void accepted(String eventId, Instant due) {
        event(eventId).begin(due);
    }

    /// Notes an entry of the audit log.
    public synchronized void audited(AuditEntry entry) {
        String eventId = entry.getEventId();
        if (eventId == null) {
            return;
        }
        switch (entry.getAction()) {
            case accepted -> event(eventId).begin(entry.getAt());
            case learnt -> event(eventId).end();
            case anonymized -> event(eventId).sanitized = true;
            case minted -> event(eventId).authorized = true;
            case escalated -> event(eventId).escalated = true;
            case not_escalated -> event(eventId).notEscalated = true;
            case used -> decided++;
            default -> {
                // Only the receiver's own report counts as delivery.
            }
        }
    }

    /// Notes that an alert arrived at the receiver.
    ///
    /// @param update whether it adds to another alert about the event; without another it counts as the alert
    /// @param redelivery whether the receiver knew its webhook id, and did not take it again
    public synchronized void arrived(String eventId, boolean update, boolean redelivery, Instant at) {
        if (redelivery) {
            redelivered++;
        } else {
            event(eventId).deliver(update, at);
        }
    }

    /// Returns the number of events at each step.
    public synchronized Totals totals() {
        Totals totals = forgotten;
        for (EventProgress event : events.values()) {
            totals = totals.plus(event);
        }
        return totals;
    }

    /// Returns how often an alert arrived that the receiver had taken before.
    public synchronized long redelivered() {
        return redelivered;
    }

    /// Returns the number of events that an agent decided about.
    public synchronized long decided() {
        return decided;
    }

    /// Returns a percentile of the delays of the remembered events (nearest rank), in milliseconds from when they
    /// were due; null if none was delivered.
    ///
    /// @param share above 0, at most 1
    /// @param places decimal places to which it is rounded
    public synchronized @Nullable Double delayMs(double share, int places) {
        double[] delays = events.values().stream()
                .mapToDouble(EventProgress::delayMs)
                .filter(delay -> !Double.isNaN(delay))
                .toArray();
        var delay = Figures.percentile(delays, share);
        return delay.isPresent() ? (Double) Figures.rounded(delay.getAsDouble(), places) : null;
    }

    /// Returns the longest delay of the remembered events that were due between two times, in milliseconds; 0 if
    /// none of them was delivered.
    public synchronized double longestDelayMs(Instant from, Instant to) {
        return events.values().stream()
                .filter(event -> event.begun != null && !event.begun.isBefore(from) && event.begun.isBefore(to))
                .mapToDouble(EventProgress::delayMs)
                .filter(delay -> !Double.isNaN(delay))
                .max()
                .orElse(0);
    }

    /// Returns the time from when the first remembered event was due to the arrival of the last alert; zero without
    /// one.
    public synchronized Duration span() {
        Instant first = null;
        Instant last = null;
        for (EventProgress event : events.values()) {
            Instant begun = event.begun;
            Instant arrived = event.arrived;
            if (begun != null && arrived != null) {
                first = first == null || begun.isBefore(first) ? begun : first;
                last = last == null || arrived.isAfter(last) ? arrived : last;
            }
        }
        return first == null || last == null ? Duration.ZERO : Duration.between(first, last);
    }

    private EventProgress event(String eventId) {
        if (events.size() >= remembered && !events.containsKey(eventId)) {
            forgotten = forgotten.plus(events.pollFirstEntry().getValue());
        }
        return events.computeIfAbsent(eventId, _ -> new EventProgress());
    }

    private static final class EventProgress {
        private @Nullable Instant begun;
        private @Nullable Instant arrived;
        private boolean sanitized;
        private boolean authorized;
        private boolean escalated;
        private boolean notEscalated;
        private int deliveries;

        void begin(Instant at) {
            // The camera's time is earlier than ingest's, but may be reported later.
            if (begun == null || at.isBefore(begun)) {
                begun = at;
            }
        }

        /// A reference picture goes no further.
        void end() {
            sanitized = true;
            authorized = true;
            notEscalated = true;
        }

        void deliver(boolean update, Instant at) {
            deliveries += update ? 0 : 1;
            if (arrived == null) {
                arrived = at;
            }
        }

        boolean isOpen() {
            return begun != null && arrived == null && !isWithoutAlert();
        }

        /// An agent may dismiss an event that the rules have escalated; its alert is still to be delivered.
        boolean isWithoutAlert() {
            return notEscalated && !escalated;
        }

        double delayMs() {
            return begun == null || arrived == null
                    ? Double.NaN
                    : Duration.between(begun, arrived).toNanos() / 1e6;
        }
    }
}
