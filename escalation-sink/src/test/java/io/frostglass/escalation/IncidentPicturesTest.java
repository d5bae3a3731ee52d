package io.frostglass.escalation;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.incidents.IncidentState;
import io.frostglass.escalation.incidents.IncidentStateMachine;
import io.frostglass.escalation.incidents.IncidentStateMachine.TransitionResult;
import io.frostglass.escalation.routes.RoutesFile;
import io.frostglass.escalation.routes.RoutingTable;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Which messages about an incident have the picture of its last alert.
class IncidentPicturesTest {

    private static final Instant BEGIN = Instant.parse("2026-01-18T12:34:56Z");

    private IncidentStateMachine machine;
    private IncidentState incident;

    @BeforeEach
    void begin() throws Exception {
        RoutingTable table = RoutesFile.read("""
                policies:
                  - {name: guards, levels: [{receivers: [guard], wait: 5m}, {receivers: [office], wait: 5m}, {receivers: [boss]}]}
                route: {policy: guards, resolve_after: 30m}
                """);
        machine = new IncidentStateMachine(table, (_, _, _) -> Optional.empty());
        Escalation first = alert(1, BEGIN);
        incident = IncidentState.begin(
                "inc-site-1-0123456789abcdef", table.routes(first).getFirst().id(), first, BEGIN);
        machine.alert(incident, first, BEGIN);
    }

    @Test
    void goesToEachLevelAndNotWithWhatOnlyChangesAMessage() {
        // Then
        assertThat(pictures(at(0))).as("opened").containsExactly(1);
        assertThat(pictures(at(5))).as("the next level").containsExactly(1);
        assertThat(pictures(machine.acknowledge(incident, BEGIN.plusSeconds(301))))
                .as("acknowledged")
                .containsExactly(0);
        machine.unacknowledge(incident, BEGIN.plusSeconds(302));
        assertThat(pictures(at(11))).as("the last level").containsExactly(1);
        assertThat(pictures(machine.resolve(incident, BEGIN.plusSeconds(700))))
                .as("resolved")
                .containsExactly(0);
        assertThat(incident.alert().getThumbnail()).as("kept for nothing").isNull();
    }

    @Test
    void isTheNewestOneInTheNextUpdate() {
        // Given
        assertThat(pictures(at(0))).containsExactly(1);
        assertThat(pictures(at(5))).containsExactly(1);
        assertThat(pictures(at(10))).containsExactly(1);
        Instant later = BEGIN.plusSeconds(660);

        // When
        machine.alert(incident, alert(2, later), later);

        // Then
        assertThat(pictures(at(15))).as("updated").containsExactly(2);
        machine.words(incident, alert(3, later));
        assertThat(pictures(at(20))).as("an agent's words").containsExactly(0);
    }

    private TransitionResult at(int minutes) {
        return machine.evaluate(incident, BEGIN.plus(Duration.ofMinutes(minutes)));
    }

    /// The first byte of each picture that is sent; 0 for none.
    private List<Integer> pictures(TransitionResult result) {
        List<Integer> pictures = result.notifications().stream()
                .map(notification ->
                        incident.notification(notification, "alr-1", BEGIN).getThumbnail())
                .map(picture -> picture == null ? 0 : (int) picture.get(0))
                .toList();
        incident.sent(true);
        return pictures;
    }

    private static Escalation alert(int picture, Instant at) {
        return Escalation.newBuilder()
                .setAlertId("alr-" + picture)
                .setEventId("evt-" + picture)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(at)
                .setRaisedAt(at)
                .setSeverity(Severity.warning)
                .setRule("night")
                .setSummary("Motion")
                .setThumbnail(ByteBuffer.wrap(new byte[] {(byte) picture}))
                .setReceivers(List.of("pager"))
                .build();
    }
}
