package io.frostglass.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.ReceiverApi;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertMergerTest {

    private static final Instant RAISED = Instant.parse("2026-01-18T12:35:00Z");

    private final Escalation alert = Escalation.newBuilder(Installation.alert("pager"))
            .setRaisedAt(RAISED)
            .setSeverity(Severity.error)
            .build();

    @Test
    void leavesOneAlertAsItIs() {
        assertThat(AlertMerger.merge(List.of(alert))).isSameAs(alert);
    }

    @Test
    void losesNothingOfAnAlertAndItsUpdate() {
        // Given
        Escalation update = update(1, Severity.warning, "Agent night: a cat");

        // When
        Escalation merged = AlertMerger.merge(List.of(update, alert));

        // Then
        assertThat(merged.getAlertId()).isEqualTo(alert.getAlertId());
        assertThat(merged.getUpdates()).isNull();
        assertThat(merged.getSummary()).isEqualTo("Agent night: a cat / Motion");
        assertThat(merged.getSeverity()).isEqualTo(Severity.error);
        assertThat(merged.getThumbnail()).isEqualTo(alert.getThumbnail());
        assertThat(merged.getLabels()).isEqualTo(alert.getLabels());
    }

    @Test
    void keepsTheIncidentOfUpdatesAlone() {
        // When
        Escalation merged =
                AlertMerger.merge(List.of(update(1, Severity.info, "one"), update(2, Severity.critical, "two")));

        // Then
        assertThat(ReceiverApi.incident(merged)).isEqualTo(alert.getAlertId());
        assertThat(merged.getSummary()).isEqualTo("two / one");
        assertThat(merged.getSeverity()).isEqualTo(Severity.critical);
    }

    @Test
    void makesAPageOfAnUpdateThatComesFirst() {
        // Given
        Escalation updated = Incidents.alert("pager", "a", 2, IncidentChange.updated);

        // When
        Escalation first = AlertMerger.asFirst(updated);

        // Then
        assertThat(first.getAlertId()).isEqualTo(updated.getAlertId());
        assertThat(ReceiverApi.notifies(first)).isTrue();
        assertThat(first.getIncident()).returns(2, Incident::getVersion);
    }

    @Test
    void putsAPageBeforeAResolveThatComesFirst() {
        // Given
        Escalation resolved = Incidents.alert("pager", "a", 3, IncidentChange.resolved);

        // When
        Escalation first = AlertMerger.asFirst(resolved);

        // Then
        assertThat(first.getAlertId())
                .startsWith("alr-")
                .isNotEqualTo(resolved.getAlertId())
                .isEqualTo(AlertMerger.asFirst(resolved).getAlertId());
        assertThat(ReceiverApi.notifies(first)).isTrue();
        assertThat(first.getIncident())
                .returns(2, Incident::getVersion)
                .returns(IncidentStatus.open, Incident::getStatus);
    }

    @Test
    void pagesNobodyForWhatIsAcknowledged() {
        Escalation acknowledged = Incidents.alert("pager", "a", 2, IncidentChange.acknowledged);

        assertThat(AlertMerger.asFirst(acknowledged)).isSameAs(acknowledged);
    }

    @Test
    void takesTheHighestVersionOfAnIncidentAndStillNotifies() {
        // When
        Escalation merged = AlertMerger.merge(List.of(
                Incidents.alert("pager", "a", 2, IncidentChange.updated),
                Incidents.alert("pager", "a", 1, IncidentChange.opened)));

        // Then
        assertThat(merged.getIncident().getVersion()).isEqualTo(2);
        assertThat(merged.getIncident().getChange()).isEqualTo(IncidentChange.opened);
    }

    @Test
    void notifiesNobodyOfWhatHasBeenAcknowledgedMeanwhile() {
        // When
        Escalation merged = AlertMerger.merge(List.of(
                Incidents.alert("pager", "a", 1, IncidentChange.opened),
                Incidents.alert("pager", "a", 2, IncidentChange.acknowledged)));

        // Then
        assertThat(merged.getIncident().getChange()).isEqualTo(IncidentChange.acknowledged);
    }

    private Escalation update(int seconds, Severity severity, String summary) {
        return Escalation.newBuilder(Installation.alert("pager"))
                .setUpdates(alert.getAlertId())
                .setRaisedAt(RAISED.plusSeconds(seconds))
                .setSeverity(severity)
                .setSummary(summary)
                .setThumbnail(null)
                .setLabels(List.of())
                .build();
    }
}
