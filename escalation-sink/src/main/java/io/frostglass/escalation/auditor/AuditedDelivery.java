package io.frostglass.escalation.auditor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.alerts.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is known of the deliveries of one alert. Results may be read before the alert: the two come from different
/// topics.
///
/// @param alert null while only results are known
/// @param results by receiver, the last one
/// @param reported whether its incident has been told how this page ended
/// @param missed whether it is certain that a result was not there in time
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditedDelivery(
        @Nullable DueAlert alert, Map<String, ReceiverResult> results, boolean reported, boolean missed) {

    static final AuditedDelivery UNKNOWN = new AuditedDelivery(null, Map.of(), false, false);

    /// What of an alert matters to the auditor.
    ///
    /// @param incidentId null where there is no incident
    /// @param version of the incident
    /// @param notifies whether it is to notify people
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DueAlert(
            String alertId,
            String eventId,
            String siteId,
            Instant raisedAt,
            List<String> receivers,
            String summary,
            @Nullable String incidentId,
            int version,
            boolean notifies) {

        static DueAlert of(DueDelivery due) {
            return new DueAlert(
                    due.getAlertId(),
                    due.getEventId(),
                    due.getSiteId(),
                    due.getRaisedAt(),
                    due.getReceivers(),
                    due.getSummary(),
                    due.getIncidentId(),
                    due.getIncidentVersion(),
                    due.getNotifies());
        }
    }

    /// How a delivery to one receiver ended.
    public record ReceiverResult(Outcome outcome, Instant at) {}

    public AuditedDelivery {
        results = Map.copyOf(results);
    }

    AuditedDelivery with(DueAlert known) {
        return new AuditedDelivery(known, results, reported, missed);
    }

    AuditedDelivery with(String receiver, ReceiverResult result) {
        var all = new HashMap<>(results);
        all.put(receiver, result);
        return new AuditedDelivery(alert, all, reported, missed);
    }

    AuditedDelivery asReported() {
        return new AuditedDelivery(alert, results, true, missed);
    }

    AuditedDelivery asMissed() {
        return new AuditedDelivery(alert, results, reported, true);
    }

    /// The receivers without a result.
    public List<String> waiting() {
        return alert == null
                ? List.of()
                : alert.receivers().stream()
                        .filter(receiver -> !results.containsKey(receiver))
                        .toList();
    }

    boolean isComplete() {
        return alert != null && waiting().isEmpty();
    }

    /// Whether it was given up for a receiver, at any time.
    boolean isGivenUp() {
        return results.values().stream().anyMatch(result -> result.outcome() == Outcome.dead_lettered);
    }

    /// The receivers for which it was given up not longer ago than this.
    List<String> givenUp(Instant now, Duration atMost) {
        return results.entrySet().stream()
                .filter(entry -> entry.getValue().outcome() == Outcome.dead_lettered
                        && entry.getValue().at().plus(atMost).isAfter(now))
                .map(Map.Entry::getKey)
                .toList();
    }

    /// When the first receiver took it; a delivery that newer words made needless counts, too.
    Optional<Instant> takenAt() {
        return results.values().stream()
                .filter(result -> result.outcome() != Outcome.dead_lettered)
                .map(ReceiverResult::at)
                .min(Instant::compareTo);
    }

    /// The time of what is known first.
    Instant since() {
        return alert != null
                ? alert.raisedAt()
                : results.values().stream()
                        .map(ReceiverResult::at)
                        .min(Instant::compareTo)
                        .orElse(Instant.EPOCH);
    }
}
