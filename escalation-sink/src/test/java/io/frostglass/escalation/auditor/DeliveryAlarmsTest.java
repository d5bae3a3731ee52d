package io.frostglass.escalation.auditor;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmNotification;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmRoute;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmState;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeliveryAlarmsTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");
    private static final Optional<AlarmRoute> TO =
            Optional.of(new AlarmRoute(Severity.critical, List.of("office", "pager")));

    private final Map<String, AlarmState> kept = new HashMap<>();
    private DeliveryAlarms alarms = new DeliveryAlarms(2, kept);

    @Test
    void opensOneAlarmForAReceiverAndResolvesItWhenAllTasksSaySo() {
        // When
        List<String> opened = report(0, 0, gap("pager", 1));
        List<String> more = report(1, 1, gap("pager", 2));
        List<String> less = report(0, 2, Map.of());
        List<String> resolved = report(1, 3, Map.of());

        // Then
        assertThat(opened).containsExactly("opened pager 1 to [office] version 1");
        assertThat(more).isEmpty();
        assertThat(less).isEmpty();
        assertThat(resolved).containsExactly("resolved pager 1 to [office] version 2");
    }

    @Test
    void repeatsAnAlarmEachHourWhileItLasts() {
        report(0, 0, gap("pager", 1));

        assertThat(report(0, 59, gap("pager", 5))).isEmpty();
        assertThat(report(0, 60, gap("pager", 7))).containsExactly("repeated pager 7 to [office] version 2");
    }

    @Test
    void tellsTheFailingReceiverItselfIfThereIsNoOther() {
        // Given
        var pagerAlone = Optional.of(new AlarmRoute(Severity.critical, List.of("pager")));
        alarms.take(new AuditReport(0, START, 0, gap("pager", 1), Map.of()));

        // When
        List<AlarmNotification> sent = alarms.evaluate(Map.of(), pagerAlone, START);

        // Then
        assertThat(sent).extracting(it -> it.alarm().told()).containsExactly(List.of("pager"));
    }

    @Test
    void resolvesNothingAfterAStartBeforeAllTasksHaveReported() {
        // Given
        report(0, 0, gap("pager", 1));
        alarms = new DeliveryAlarms(2, kept);

        // When
        List<String> one = report(0, 5, Map.of());
        List<String> both = report(1, 5, Map.of());

        // Then
        assertThat(one).isEmpty();
        assertThat(both).containsExactly("resolved pager 1 to [office] version 2");
    }

    @Test
    void opensAnAlarmOnceSomebodyCanBeTold() {
        // Given
        alarms.take(new AuditReport(0, START, 0, gap("pager", 1), Map.of()));

        // When
        List<AlarmNotification> nobody = alarms.evaluate(Map.of(), Optional.empty(), START);
        List<AlarmNotification> somebody = alarms.evaluate(Map.of(), TO, START);

        // Then
        assertThat(nobody).isEmpty();
        assertThat(somebody).hasSize(1);
    }

    @Test
    void passesOnlyWithFreshReportsOfAllTasksAndWithoutAGap() {
        // When
        report(0, 0, Map.of());
        boolean one = alarms.pass(at(0)).isPresent();
        report(1, 0, Map.of());
        boolean both = alarms.pass(at(1)).isPresent();
        boolean old = alarms.pass(at(3)).isPresent();
        report(0, 4, Map.of());
        report(1, 4, gap("pager", 1));
        boolean gap = alarms.pass(at(4)).isPresent();

        // Then
        assertThat(List.of(one, both, old, gap)).containsExactly(false, true, false, false);
    }

    private List<String> report(int task, int minute, Map<String, DeliveryGap> gaps) {
        alarms.take(new AuditReport(task, at(minute), 0, gaps, Map.of()));
        List<AlarmNotification> sent = alarms.evaluate(Map.of(), TO, at(minute));
        return sent.stream()
                .map(it -> {
                    AlarmState alarm = it.alarm();
                    if (it.change() == IncidentChange.resolved) {
                        kept.remove(alarm.receiver());
                    } else {
                        kept.put(alarm.receiver(), alarm);
                    }
                    return "%s %s %d to %s version %d"
                            .formatted(
                                    it.change(), alarm.receiver(), alarm.gap().count(), alarm.told(), alarm.version());
                })
                .toList();
    }

    private static Map<String, DeliveryGap> gap(String receiver, int missing) {
        return Map.of(receiver, new DeliveryGap(missing, 0, START, START, "Motion"));
    }

    private static Instant at(int minute) {
        return START.plus(Duration.ofMinutes(minute));
    }
}
