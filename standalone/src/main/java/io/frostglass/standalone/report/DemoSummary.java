package io.frostglass.standalone.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.frostglass.standalone.load.TrafficGenerator;
import org.jspecify.annotations.Nullable;

/// The figures of a demo.
///
/// @param sent webhooks of the simulated cameras
/// @param duplicates webhooks that ingest had accepted before
/// @param refused webhooks that ingest rejected
/// @param totals events at each step, including those of other senders
/// @param redelivered alerts that the receiver was sent again, and recognised
/// @param decided events about which an agent decided
/// @param p50Ms from when the webhook was due to the alert's arrival; null if none arrived
/// @param p99Ms likewise
/// @param rawReadRefused whether the broker refused the token application the raw topic
public record DemoSummary(
        long sent,
        long duplicates,
        long refused,
        @JsonUnwrapped DeliveryLedger.Totals totals,
        long redelivered,
        long decided,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        boolean rawReadRefused) {

    /// Returns the figures of this moment.
    public static DemoSummary of(
            TrafficGenerator.TrafficCounts traffic, DeliveryLedger ledger, boolean rawReadRefused) {
        return new DemoSummary(
                traffic.sent(),
                traffic.duplicates(),
                traffic.refused(),
                ledger.totals(),
                ledger.redelivered(),
                ledger.decided(),
                ledger.delayMs(0.50, 1),
                ledger.delayMs(0.99, 1),
                rawReadRefused);
    }

    /// Whether no event was lost or duplicated, and the law of zones held.
    @JsonIgnore
    public boolean isSound() {
        return totals.lost() == 0 && totals.duplicated() == 0 && rawReadRefused;
    }

    /// Returns two lines for people.
    public String text() {
        String path =
                "%d sent, %d accepted, %d sanitized, %d with a token, %d escalated, %d delivered; %d lost, %d twice."
                        .formatted(
                                sent,
                                totals.accepted(),
                                totals.sanitized(),
                                totals.authorized(),
                                totals.escalated(),
                                totals.delivered(),
                                totals.lost(),
                                totals.duplicated());
        return p50Ms == null
                ? path
                : path
                        + "%nFrom camera to receiver: half within %.0f ms, 99 %% within %.0f ms."
                                .formatted(p50Ms, p99Ms);
    }
}
