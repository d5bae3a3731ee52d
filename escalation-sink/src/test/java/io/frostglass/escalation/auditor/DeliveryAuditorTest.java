package io.frostglass.escalation.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.DueDelivery;
import io.frostglass.alerts.Outcome;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.auditor.DeliveryAuditor.Ledger;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeliveryAuditorTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final Duration WITHIN = Duration.ofMinutes(5);

    private final Map<String, AuditedDelivery> kept = new HashMap<>();
    private @Nullable Long position;
    private CompletableFuture<Long> end = CompletableFuture.completedFuture(0L);
    private int asked;
    private DeliveryAuditor auditor = begin(START);

    private DeliveryAuditor begin(Instant now) {
        return new DeliveryAuditor(
                kept,
                position,
                new Ledger() {
                    @Override
                    public void put(String alertId, AuditedDelivery delivery) {
                        kept.put(alertId, delivery);
                    }

                    @Override
                    public void delete(String alertId) {
                        kept.remove(alertId);
                    }

                    @Override
                    public void position(long offset) {
                        position = offset;
                    }
                },
                () -> {
                    asked++;
                    return end;
                },
                now);
    }

    @Test
    void findsADeliveryWithoutAResultOnce() {
        // Given
        auditor.due(alert("a", "pager", "chat"));
        result("a", "chat", Outcome.delivered, 0);

        // When
        List<AuditedDelivery> early = auditor.check(at("4m59s"), WITHIN);
        List<AuditedDelivery> late = auditor.check(at("5m"), WITHIN);
        List<AuditedDelivery> again = auditor.check(at("6m"), WITHIN);

        // Then
        assertThat(early).isEmpty();
        assertThat(late)
                .singleElement()
                .satisfies(it -> assertThat(it.waiting()).containsExactly("pager"));
        assertThat(again).isEmpty();
        assertThat(auditor.report(0, at("6m")).gaps())
                .containsExactly(Map.entry("pager", new DeliveryGap(1, 0, START, START, "Motion a")));
    }

    @Test
    void isContentWithAnyResultInTime() {
        // Given
        auditor.due(alert("a", "pager", "chat"));

        // When
        result("a", "pager", Outcome.superseded, 0);
        result("a", "chat", Outcome.delivered, 1);

        // Then
        assertThat(auditor.check(at("1h"), WITHIN)).isEmpty();
        assertThat(kept).isEmpty();
        assertThat(asked).isZero();
    }

    @Test
    void takesResultsBeforeTheirAlert() {
        // When
        result("a", "pager", Outcome.delivered, 0);
        auditor.due(alert("a", "pager"));

        // Then
        assertThat(auditor.check(at("1h"), WITHIN)).isEmpty();
        assertThat(kept).isEmpty();
    }

    /// A task reads what lies in several topics after a stop, in any order of the topics.
    @Test
    void takesOldResultsBeforeTheirAlert() {
        // Given
        auditor = begin(at("3h"));

        // When
        auditor.result(of("a", "pager", Outcome.delivered), 0, at("3h"));
        auditor.check(at("3h1m"), WITHIN);
        auditor.due(alert("a", "pager"));

        // Then
        assertThat(auditor.check(at("4h"), WITHIN)).isEmpty();
        assertThat(kept).isEmpty();
    }

    @Test
    void forgetsResultsWithoutAnAlertAnHourAfterAStart() {
        // Given
        auditor = begin(at("3h"));
        auditor.result(of("a", "pager", Outcome.delivered), 0, at("3h"));

        // When
        auditor.check(at("4h1s"), WITHIN);

        // Then
        assertThat(kept).isEmpty();
    }

    @Test
    void makesRoomForAnAlertInPlaceOfTheOldestResultWithoutOne() {
        // Given
        for (int i = 0; i < DeliveryAuditor.MAX; i++) {
            result("old-" + i, "pager", Outcome.delivered, i);
        }

        // When
        auditor.due(alert("a", "pager"));

        // Then
        assertThat(kept).hasSize(DeliveryAuditor.MAX).containsKeys("a", "old-1").doesNotContainKey("old-0");
    }

    /// After a stop there are results that it has not read yet.
    @Test
    void callsNothingMissingBeforeItHasReadAllResults() {
        // Given
        auditor.due(alert("a", "pager"));
        auditor.due(alert("b", "pager"));
        end = CompletableFuture.completedFuture(8L);
        auditor = begin(at("2h"));

        // When
        List<AuditedDelivery> before = auditor.check(at("2h5m"), WITHIN);
        result("a", "pager", Outcome.delivered, 6);
        List<AuditedDelivery> between = auditor.check(at("2h6m"), WITHIN);
        result("x", "pager", Outcome.delivered, 7);
        List<AuditedDelivery> after = auditor.check(at("2h7m"), WITHIN);

        // Then
        assertThat(before).isEmpty();
        assertThat(between).isEmpty();
        assertThat(ids(after)).containsExactly("b");
    }

    /// An alert whose time was over after the question may have a result that was written after the question, too.
    @Test
    void callsOnlyThatMissingWhoseTimeWasOverWhenItAsked() {
        // Given
        auditor.due(alert("a", "pager"));
        auditor.due(DueDelivery.newBuilder(alert("b", "pager"))
                .setRaisedAt(at("1m"))
                .build());
        end = new CompletableFuture<>();
        auditor.check(at("5m"), WITHIN);

        // When
        end.complete(0L);

        // Then
        assertThat(ids(auditor.check(at("6m"), WITHIN))).containsExactly("a");
    }

    @Test
    void asksAgainAfterABrokerDidNotAnswer() {
        // Given
        auditor.due(alert("a", "pager"));
        end = CompletableFuture.failedFuture(new TimeoutException("away"));
        assertThat(auditor.check(at("5m"), WITHIN)).isEmpty();

        // When
        end = CompletableFuture.completedFuture(0L);

        // Then
        assertThat(auditor.check(at("6m"), WITHIN)).hasSize(1);
    }

    @Test
    void givesAlertDeliveryAMinuteAfterAStartOfItsOwn() {
        // Given
        auditor.due(alert("a", "pager"));

        // When
        auditor = begin(at("2h"));

        // Then
        assertThat(auditor.check(at("2h59s"), WITHIN)).isEmpty();
        assertThat(auditor.check(at("2h1m"), WITHIN)).hasSize(1);
    }

    @Test
    void remembersThroughARestartWhatWasMissing() {
        // Given
        auditor.due(alert("a", "pager"));
        auditor.check(at("5m"), WITHIN);

        // When
        auditor = begin(at("2h"));

        // Then
        assertThat(auditor.check(at("3h"), WITHIN)).isEmpty();
        assertThat(auditor.report(0, at("3h")).gaps()).containsKey("pager");
    }

    @Test
    void closesTheGapWhenTheResultComesLate() {
        // Given
        auditor.due(alert("a", "pager"));
        auditor.check(at("5m"), WITHIN);

        // When
        result("a", "pager", Outcome.delivered, 0);

        // Then
        assertThat(auditor.isChanged()).isTrue();
        assertThat(auditor.report(0, at("6m")).gaps()).isEmpty();
        assertThat(auditor.isChanged()).isFalse();
    }

    @Test
    void countsAGivenUpDeliveryAsAGapForTenMinutes() {
        // Given
        auditor.due(alert("a", "pager"));

        // When
        result("a", "pager", Outcome.dead_lettered, 0);

        // Then
        assertThat(auditor.isChanged()).isTrue();
        assertThat(auditor.report(0, at("9m")).gaps().get("pager"))
                .isEqualTo(new DeliveryGap(0, 1, START, START, "Motion a"));
        auditor.check(at("10m"), WITHIN);
        assertThat(auditor.report(0, at("10m")).gaps()).isEmpty();
        assertThat(kept).isEmpty();
    }

    @Test
    void forgetsAfterADay() {
        // Given
        auditor.due(alert("a", "pager"));
        auditor.check(at("5m"), WITHIN);

        // When
        auditor.check(at("1d1s"), WITHIN);

        // Then
        assertThat(kept).isEmpty();
        assertThat(auditor.report(0, at("1d1s")).gaps()).isEmpty();
    }

    @Test
    void saysWhenTheFirstReceiverTookAPage() {
        // Given
        auditor.due(page("a", "pager", "chat"));

        // When
        var refused = auditor.result(of("a", "pager", Outcome.dead_lettered), 0, START);
        var taken = auditor.result(of("a", "chat", Outcome.delivered), 1, START);

        // Then
        assertThat(refused).isEmpty();
        assertThat(taken).contains(new PageResult("site-1", "inc-1", 3, START));
    }

    @Test
    void saysOnceThatNobodyTookAPage() {
        // Given
        auditor.due(page("a", "pager", "chat"));
        auditor.result(of("a", "pager", Outcome.dead_lettered), 0, START);

        // When
        var ended = auditor.result(of("a", "chat", Outcome.dead_lettered), 1, START);
        var again = auditor.result(of("a", "chat", Outcome.dead_lettered), 2, START);

        // Then
        assertThat(ended).contains(new PageResult("site-1", "inc-1", 3, null));
        assertThat(again).isEmpty();
    }

    @Test
    void saysNothingOfWhatNotifiesNobody() {
        auditor.due(
                DueDelivery.newBuilder(page("a", "pager")).setNotifies(false).build());

        assertThat(auditor.result(of("a", "pager", Outcome.delivered), 0, START))
                .isEmpty();
    }

    private static List<String> ids(List<AuditedDelivery> deliveries) {
        return deliveries.stream()
                .map(it -> Objects.requireNonNull(it.alert()).alertId())
                .toList();
    }

    private void result(String alertId, String receiver, Outcome outcome, long offset) {
        auditor.result(of(alertId, receiver, outcome), offset, START);
    }

    private static DeliveryResult of(String alertId, String receiver, Outcome outcome) {
        return DeliveryResult.newBuilder()
                .setAlertId(alertId)
                .setEventId("evt-1")
                .setReceiver(receiver)
                .setOutcome(outcome)
                .setAttempts(1)
                .setFinishedAt(START)
                .build();
    }

    private static DueDelivery alert(String alertId, String... receivers) {
        return DueDelivery.newBuilder()
                .setAlertId(alertId)
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setRaisedAt(START)
                .setReceivers(List.of(receivers))
                .setSummary("Motion " + alertId)
                .build();
    }

    private static DueDelivery page(String alertId, String... receivers) {
        return DueDelivery.newBuilder(alert(alertId, receivers))
                .setIncidentId("inc-1")
                .setIncidentVersion(3)
                .build();
    }

    private static Instant at(String after) {
        return START.plus(Duration.parse(
                after.startsWith("1d")
                        ? "P1DT" + after.substring(2).toUpperCase(Locale.ROOT)
                        : "PT" + after.toUpperCase(Locale.ROOT)));
    }
}
