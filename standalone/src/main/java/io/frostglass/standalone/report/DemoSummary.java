package io.frostglass.standalone.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.standalone.load.TrafficGenerator;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/// What became of the events, in the words of the contract.
///
/// @param sent webhooks of the simulated cameras
/// @param accepted events on the raw topic, those that others sent included
/// @param duplicates webhooks that ingest had accepted before
/// @param refused webhooks that ingest turned away
/// @param notEscalated events about which the rules wanted no alert
/// @param lost events accepted and not delivered, though an alert was wanted
/// @param duplicated alerts that the receiver took beyond the first about an event
/// @param redelivered alerts that the receiver was sent again, and recognised
/// @param decided events about which an agent decided
/// @param p50Ms from when the webhook was due to the alert's arrival; null if none arrived
/// @param p99Ms likewise
/// @param rawReadRefused whether the broker refused the token application the raw topic; null if it was not tried
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

    private static final ObjectMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /// The state of things now.
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

    /// Whether the pipeline kept its promises: nothing lost, nothing twice, and the law of zones held.
    @JsonIgnore
    public boolean isSound() {
        return lost == 0 && duplicated == 0 && !Boolean.FALSE.equals(rawReadRefused);
    }

    /// A few lines for a person.
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

    /// One line of JSON, keys in snake case.
    public String json() {
        return line(this);
    }

    /// A record of figures as one line of JSON, keys in snake case.
    public static String line(Record figures) {
        try {
            return JSON.writeValueAsString(figures);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers is always JSON", e);
        }
    }

    private static @Nullable Double tenths(OptionalDouble ms) {
        return ms.isPresent() ? (Double) (Math.round(ms.getAsDouble() * 10) / 10.0) : null;
    }
}
