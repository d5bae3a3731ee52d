package io.frostglass.standalone.report;

import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// Follows every event from the camera to the receiver, by what each of them and the audit log says; in any order,
/// since an alert may arrive before the camera has read its answer. Safe for any number of threads.
///
/// Remembers the newest events; one that drops out of memory has been counted, as lost if it had not arrived.
public final class DeliveryLedger {

    private final int remembered;
    private final Map<String, EventProgress> events = new LinkedHashMap<>();
    private Totals forgotten = new Totals(0, 0, 0, 0, 0, 0, 0, 0);
    private long redelivered;
    private long decided;

    /// An empty ledger.
    ///
    /// @param remembered how many events to remember, about 300 bytes each
    public DeliveryLedger(int remembered) {
        this.remembered = remembered;
    }

    /// How many events came how far.
    ///
    /// @param escalated events about which there is an alert, by the rules or an agent
    /// @param notEscalated events about which nobody wanted one
    /// @param lost accepted, and neither delivered nor without need of an alert: what is still on its way, too
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

    /// The camera was told that its event is accepted.
    ///
    /// @param due when it was to be sent
    public synchronized void accepted(String eventId, Instant due) {
        event(eventId).begin(due);
    }

    /// An entry of the audit log.
    public synchronized void audited(AuditEntry entry) {
        String eventId = entry.getEventId();
        if (eventId == null) {
            return;
        }
        switch (entry.getAction()) {
            case accepted -> event(eventId).begin(entry.getAt());
            case anonymized -> event(eventId).sanitized = true;
            case minted -> event(eventId).authorized = true;
            case escalated -> event(eventId).escalated = true;
            case not_escalated -> event(eventId).notEscalated = true;
            case used -> decided++;
            default -> {
                // Of no account here: what the receiver got is delivery, and what a person did is no event.
            }
        }
    }

    /// An alert arrived at the receiver. That, and not the word of who sent it, is delivery.
    ///
    /// @param update whether it only adds to another alert about the event; alone it is one
    /// @param redelivery whether the receiver knew its webhook id, and so did not take it again
    public synchronized void arrived(String eventId, boolean update, boolean redelivery, Instant at) {
        if (redelivery) {
            redelivered++;
        } else {
            event(eventId).deliver(update, at);
        }
    }

    /// How many events came how far.
    public synchronized Totals totals() {
        Totals totals = forgotten;
        for (EventProgress event : events.values()) {
            totals = totals.plus(event);
        }
        return totals;
    }

    /// How often the receiver was sent an alert that it had.
    public synchronized long redelivered() {
        return redelivered;
    }

    /// About how many events an agent has decided.
    public synchronized long decided() {
        return decided;
    }

    /// The delay within which this share of the remembered events was delivered, in milliseconds from when they were
    /// due (nearest rank); empty if none was.
    ///
    /// @param share above 0, at most 1
    public synchronized OptionalDouble delayMs(double share) {
        double[] delays = events.values().stream()
                .filter(EventProgress::hasDelay)
                .mapToDouble(EventProgress::delayMs)
                .toArray();
        if (delays.length == 0) {
            return OptionalDouble.empty();
        }
        Arrays.sort(delays);
        return OptionalDouble.of(delays[(int) Math.ceil(share * delays.length) - 1]);
    }

    /// From when the first of the remembered events was due to when the last alert arrived; zero if none did.
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
        EventProgress known = events.get(eventId);
        if (known != null) {
            return known;
        }
        if (events.size() >= remembered) {
            var oldest = events.values().iterator();
            forgotten = forgotten.plus(oldest.next());
            oldest.remove();
        }
        EventProgress event = new EventProgress();
        events.put(eventId, event);
        return event;
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
            // The camera's time is before ingest's, but may become known after it.
            if (begun == null || at.isBefore(begun)) {
                begun = at;
            }
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

        /// An agent may dismiss what the rules have raised: that is still to be delivered.
        boolean isWithoutAlert() {
            return notEscalated && !escalated;
        }

        boolean hasDelay() {
            return begun != null && arrived != null;
        }

        double delayMs() {
            return begun == null || arrived == null
                    ? Double.NaN
                    : Duration.between(begun, arrived).toNanos() / 1e6;
        }
    }
}
