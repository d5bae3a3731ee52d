package io.frostglass.escalation.auditor;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.auditor.AuditedDelivery.DueAlert;
import io.frostglass.escalation.auditor.AuditedDelivery.ReceiverResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Waits for the result of each delivery that is due, and knows which one is missing.
/// ```
///  due ──▶ waiting ──── all results are there ────────────────────────────▶ forgotten
///             │                                        ▲      after a day  ▲
///             │ `within` is over, and all results      │                   │
///             │ written until then have been read      │ late results      │
///             ▼                                        │                   │
///           missing ───────────────────────────────────┴───────────────────┘
/// ```
/// That nothing has been read proves nothing: after a stop, or while another task keeps this one from reading, results
/// lie in the topic. So before it calls a delivery missing, it asks the broker where the results end, and waits until
/// it has read up to there.
public final class DeliveryAuditor {

    /// After a start, alert-delivery may start, too.
    static final Duration START = Duration.ofMinutes(1);

    /// A delivery that was given up counts as a gap for this long.
    static final Duration GIVEN_UP = Duration.ofMinutes(10);

    /// By then alert-delivery has given up, too.
    static final Duration FORGOTTEN = Duration.ofHours(24);

    /// Results without an alert are forgotten after this, or this long after a start: results of a backlog may be read
    /// before their alerts.
    static final Duration UNKNOWN = Duration.ofHours(1);

    /// In one task: about 20 MB. Beyond that there is an alarm for long.
    static final int MAX = 20_000;

    private static final Duration ASK = Duration.ofSeconds(1);

    private final Map<String, AuditedDelivery> deliveries = new LinkedHashMap<>();

    /// Those of which only results are known, the oldest first. They make room for alerts.
    private final SequencedSet<String> withoutAlert = new LinkedHashSet<>();

    private final Map<String, Instant> heartbeats = new HashMap<>();
    private final Ledger ledger;
    private final ResultsEnd end;
    private final Instant begun;

    /// The offset of the next result; -1 if none has been read yet.
    private long position;

    private @Nullable Question question;

    /// Whether the gaps may have changed since the last report.
    private boolean changed;

    /// Whether a heartbeat has arrived since the last report.
    private boolean heartbeatArrived;

    /// Where the state is kept.
    public interface Ledger {

        void put(String alertId, AuditedDelivery delivery);

        void delete(String alertId);

        /// The offset of the next result to be read.
        void position(long offset);
    }

    /// Tells up to where results must be read.
    @FunctionalInterface
    public interface ResultsEnd {

        /// @return the offset after the last result of this task; 0 if there is none. Fails if no broker answers
        CompletableFuture<Long> ask();
    }

    private record Question(Instant asked, CompletableFuture<Long> answer) {}

    /// How a page about an incident ended.
    ///
    /// @param deliveredAt null if all its receivers were given up
    public record PageResult(
            String siteId,
            String incidentId,
            int version,
            @Nullable Instant deliveredAt) {}

    /// @param restored what the ledger holds
    /// @param position what the ledger holds; null: nothing
    /// @param begun now
    public DeliveryAuditor(
            Map<String, AuditedDelivery> restored,
            @Nullable Long position,
            Ledger ledger,
            ResultsEnd end,
            Instant begun) {
        restored.forEach(this::remember);
        this.position = position == null ? -1 : position;
        this.ledger = ledger;
        this.end = end;
        this.begun = begun;
    }

    /// Takes an alert that must be delivered.
    public Optional<PageResult> due(DueDelivery due) {
        AuditedDelivery known = deliveries.getOrDefault(due.getAlertId(), AuditedDelivery.UNKNOWN);
        if (known.alert() == null && !makeRoom()) {
            return Optional.empty();
        }
        return update(due.getAlertId(), known.with(DueAlert.of(due)));
    }

    /// Takes the result of a delivery.
    ///
    /// @param offset of its record
    public Optional<PageResult> result(DeliveryResult result, long offset, Instant now) {
        position = offset + 1;
        ledger.position(position);
        AuditedDelivery known = deliveries.get(result.getAlertId());
        if (known == null && (result.getFinishedAt().plus(FORGOTTEN).isBefore(now) || !makeRoom())) {
            return Optional.empty();
        }
        return update(
                result.getAlertId(),
                (known == null ? AuditedDelivery.UNKNOWN : known)
                        .with(result.getReceiver(), new ReceiverResult(result.getOutcome(), result.getFinishedAt())));
    }

    /// Forgets a result without an alert if there is no room for one more.
    ///
    /// @return whether there is room
    private boolean makeRoom() {
        if (deliveries.size() >= MAX && !withoutAlert.isEmpty()) {
            forget(withoutAlert.getFirst());
        }
        return deliveries.size() < MAX;
    }

    private Optional<PageResult> update(String alertId, AuditedDelivery delivery) {
        changed |= delivery.missed() || delivery.isGivenUp();
        noteHeartbeat(delivery);
        Optional<PageResult> ended = ended(delivery);
        AuditedDelivery next = ended.isPresent() ? delivery.asReported() : delivery;
        if (next.isComplete() && !next.isGivenUp()) {
            forget(alertId);
        } else {
            keep(alertId, next);
        }
        return ended;
    }

    private void noteHeartbeat(AuditedDelivery delivery) {
        DueAlert alert = delivery.alert();
        if (alert != null
                && alert.notifies()
                && alert.eventId().startsWith(HeartbeatWatch.EVENT_PREFIX)
                && delivery.takenAt().isPresent()
                && !alert.raisedAt().equals(heartbeats.put(alert.siteId(), alert.raisedAt()))) {
            heartbeatArrived = true;
        }
    }

    private static Optional<PageResult> ended(AuditedDelivery delivery) {
        DueAlert alert = delivery.alert();
        if (alert == null || alert.incidentId() == null || !alert.notifies() || delivery.reported()) {
            return Optional.empty();
        }
        Optional<Instant> taken = delivery.takenAt();
        return taken.isPresent() || delivery.isComplete()
                ? Optional.of(new PageResult(alert.siteId(), alert.incidentId(), alert.version(), taken.orElse(null)))
                : Optional.empty();
    }

    /// Looks for deliveries without a result in time.
    ///
    /// @param within from the alert to its result
    /// @return those that it has found missing now, each once
    public List<AuditedDelivery> check(Instant now, Duration within) {
        forgetOld(now);
        if (late(now, within).findAny().isEmpty()) {
            question = null;
            return List.of();
        }
        if (question == null || question.answer().isCompletedExceptionally()) {
            question = new Question(now, end.ask());
        }
        if (!question.answer().isDone()
                || question.answer().isCompletedExceptionally()
                || question.answer().join() > Math.max(0, position)) {
            return List.of();
        }
        List<AuditedDelivery> missing =
                late(question.asked(), within).map(AuditedDelivery::asMissed).toList();
        question = null;
        changed = true;
        missing.forEach(delivery -> keep(alertId(delivery), delivery));
        return missing;
    }

    private Stream<AuditedDelivery> late(Instant now, Duration within) {
        return deliveries.values().stream()
                .filter(delivery ->
                        isWaiting(delivery) && !deadline(delivery, within).isAfter(now));
    }

    private static boolean isWaiting(AuditedDelivery delivery) {
        return !delivery.missed() && !delivery.waiting().isEmpty();
    }

    private Instant deadline(AuditedDelivery delivery, Duration within) {
        Instant due = delivery.since().plus(within);
        Instant earliest = begun.plus(within.compareTo(START) < 0 ? within : START);
        return due.isBefore(earliest) ? earliest : due;
    }

    private void forgetOld(Instant now) {
        Set<String> old = new HashSet<>();
        deliveries.forEach((alertId, delivery) -> {
            boolean settled =
                    delivery.isComplete() && delivery.givenUp(now, GIVEN_UP).isEmpty();
            if (settled || forgottenAt(delivery).isBefore(now)) {
                old.add(alertId);
            }
        });
        old.forEach(this::forget);
    }

    private Instant forgottenAt(AuditedDelivery delivery) {
        Instant since = delivery.since();
        if (delivery.alert() != null) {
            return since.plus(FORGOTTEN);
        }
        return (since.isBefore(begun) ? begun : since).plus(UNKNOWN);
    }

    private void remember(String alertId, AuditedDelivery delivery) {
        deliveries.put(alertId, delivery);
        if (delivery.alert() == null) {
            withoutAlert.add(alertId);
        } else {
            withoutAlert.remove(alertId);
        }
    }

    private void keep(String alertId, AuditedDelivery delivery) {
        remember(alertId, delivery);
        ledger.put(alertId, delivery);
    }

    private void forget(String alertId) {
        withoutAlert.remove(alertId);
        if (deliveries.remove(alertId) != null) {
            ledger.delete(alertId);
        }
    }

    private static String alertId(AuditedDelivery delivery) {
        return Objects.requireNonNull(delivery.alert()).alertId();
    }

    /// When [#check] must be called next at the latest; [Instant#MAX] if nothing waits.
    public Instant nextCheck(Instant now, Duration within) {
        Instant next = deliveries.values().stream()
                .filter(DeliveryAuditor::isWaiting)
                .map(delivery -> deadline(delivery, within))
                .min(Instant::compareTo)
                .orElse(Instant.MAX);
        Instant soon = now.plus(ASK);
        return next.isBefore(soon) ? soon : next;
    }

    /// Whether a report should not wait.
    public boolean isChanged() {
        return changed;
    }

    /// Whether a report must be sent in the transaction of what was taken last: it is known nowhere else.
    public boolean hasHeartbeat() {
        return heartbeatArrived;
    }

    /// What it knows now.
    public AuditReport report(int task, Instant now) {
        changed = false;
        heartbeatArrived = false;
        var gaps = new HashMap<String, DeliveryGap>();
        int waiting = 0;
        for (AuditedDelivery delivery : deliveries.values()) {
            DueAlert alert = delivery.alert();
            if (alert == null) {
                continue;
            }
            List<String> missing = delivery.missed() ? delivery.waiting() : List.of();
            waiting += delivery.missed() ? 0 : delivery.waiting().size();
            missing.forEach(receiver -> gaps.merge(receiver, gap(alert, 1, 0), DeliveryGap::plus));
            delivery.givenUp(now, GIVEN_UP)
                    .forEach(receiver -> gaps.merge(receiver, gap(alert, 0, 1), DeliveryGap::plus));
        }
        return new AuditReport(task, now, waiting, gaps, heartbeats);
    }

    private static DeliveryGap gap(DueAlert alert, int missing, int givenUp) {
        return new DeliveryGap(missing, givenUp, alert.raisedAt(), alert.raisedAt(), alert.summary());
    }
}
