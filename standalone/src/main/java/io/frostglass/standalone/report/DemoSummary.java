package io.frostglass.standalone.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.frostglass.standalone.load.TrafficGenerator;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// The figures of a demo.
///
/// @param sent webhooks of the simulated cameras
/// @param accepted events on the raw topic, including those of other senders
/// @param duplicates webhooks that ingest had accepted before
/// @param refused webhooks that ingest rejected
/// @param notEscalated events without an alert
/// @param lost accepted events whose alert did not arrive
/// @param duplicated alerts that the receiver took beyond the first about an event
/// @param redelivered alerts that the receiver was sent again, and recognised
/// @param decided events about which an agent decided
/// @param p50Ms from when the webhook was due to the alert's arrival; null if none arrived
/// @param p99Ms likewise
/// @param rawReadRefused whether the broker refused the token application the raw topic; null if it was not
///     tried
public record DemoSummary(
        long sent,
        long accepted,
        long duplicates,
        long refused,
        long sanitized,
        long authorized,
        long escalated,
        long notEscalated,
        long delivered,
        long lost,
        long duplicated,
        long redelivered,
        long decided,
        @Nullable Double p50Ms,
        @Nullable Double p99Ms,
        @Nullable Boolean rawReadRefused) {

    /// Returns the figures of this moment.
    public static DemoSummary of(
            TrafficGenerator.TrafficCounts traffic, DeliveryLedger ledger, @Nullable Boolean rawReadRefused) {
        DeliveryLedger.Totals totals = ledger.totals();
        return new DemoSummary(
                traffic.sent(),
                totals.accepted(),
                traffic.duplicates(),
                traffic.refused(),
                totals.sanitized(),
                totals.authorized(),
                totals.escalated(),
                totals.notEscalated(),
                totals.delivered(),
                totals.lost(),
                totals.duplicated(),
                ledger.redelivered(),
                ledger.decided(),
                tenths(ledger.delayMs(0.50)),
                tenths(ledger.delayMs(0.99)),
                rawReadRefused);
    }

    /// Whether no event was lost or duplicated, and the law of zones held.
    @JsonIgnore
    public boolean isSound() {
        return lost == 0 && duplicated == 0 && !Boolean.FALSE.equals(rawReadRefused);
    }

    /// Returns two lines for people.
    public String text() {
        String path =
                "%d sent, %d accepted, %d sanitized, %d with a token, %d escalated, %d delivered; %d lost, %d twice."
                        .formatted(sent, accepted, sanitized, authorized, escalated, delivered, lost, duplicated);
        return p50Ms == null
                ? path
                : path
                        + "%nFrom camera to receiver: half within %.0f ms, 99 %% within %.0f ms."
                                .formatted(p50Ms, p99Ms);
    }

    /// Returns one line of JSON, keys in snake case.
    public String json() {
        return Figures.json(this);
    }

    private static @Nullable Double tenths(OptionalDouble ms) {
        return ms.isPresent() ? (Double) Figures.rounded(ms.getAsDouble(), 1) : null;
    }
}
