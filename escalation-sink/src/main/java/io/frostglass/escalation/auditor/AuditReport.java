package io.frostglass.escalation.auditor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.time.Instant;
import java.util.Map;

/// What a task of the auditor knows of its share of the deliveries.
///
/// @param task number of the task, from 0
/// @param waiting deliveries without a result that have time left
/// @param gaps by receiver; receivers without a gap are not in it
/// @param heartbeats when the last one of each site was raised that a receiver has taken since the task began
@JsonIgnoreProperties(ignoreUnknown = true)
public record AuditReport(
        int task, Instant at, int waiting, Map<String, DeliveryGap> gaps, Map<String, Instant> heartbeats) {

    /// The alerts that a receiver should have got and has not.
    ///
    /// @param missing without a result in time
    /// @param givenUp given up lately
    /// @param oldest when the oldest of them was raised
    /// @param newest when the newest of them was raised
    /// @param summary of the newest
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record DeliveryGap(int missing, int givenUp, Instant oldest, Instant newest, String summary) {

        DeliveryGap plus(DeliveryGap other) {
            return new DeliveryGap(
                    missing + other.missing,
                    givenUp + other.givenUp,
                    oldest.isBefore(other.oldest) ? oldest : other.oldest,
                    newest.isAfter(other.newest) ? newest : other.newest,
                    newest.isAfter(other.newest) ? summary : other.summary);
        }

        /// How many alerts.
        public int count() {
            return missing + givenUp;
        }
    }

    public AuditReport {
        gaps = Map.copyOf(gaps);
        heartbeats = Map.copyOf(heartbeats);
    }
}
