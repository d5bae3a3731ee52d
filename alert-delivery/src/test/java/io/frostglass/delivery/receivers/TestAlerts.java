package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/// Alerts for tests of receivers.
final class TestAlerts {

    static final String INCIDENT = "inc-site-1-0123456789abcdef";
    static final Instant SEEN = Instant.parse("2026-01-18T12:34:56Z");

    /// What a text can hold at worst: what each target could take for its own signs, and characters of four
    /// bytes.
    static final String NASTY = "<!channel> & [link](https://evil.example) *bold* `x` |a \u202e \"q\" \\ é 🚨";

    private TestAlerts() {}

    static Escalation.Builder update() {
        return alert().setAlertId("alr-2")
                .setUpdates("alr-1")
                .setSeverity(Severity.critical)
                .setRule("agent/night-shift")
                .setSummary("Agent night-shift: a person at the gate")
                .setThumbnail(null);
    }

    static Escalation.Builder incident(int version, IncidentChange change) {
        return alert().setAlertId("alr-" + version)
                .setRaisedAt(SEEN.plusSeconds(240))
                .setIncident(Incident.newBuilder()
                        .setIncidentId(INCIDENT)
                        .setVersion(version)
                        .setStatus(
                                switch (change) {
                                    case resolved -> IncidentStatus.resolved;
                                    case acknowledged -> IncidentStatus.acknowledged;
                                    default -> IncidentStatus.open;
                                })
                        .setChange(change)
                        .setReason(change == IncidentChange.resolved ? "quiet" : null)
                        .setOpenedAt(SEEN)
                        .setLastAt(Instant.parse("2026-01-18T12:38:00Z"))
                        .setCount(12)
                        .setCameras(List.of("cam-12", "cam-3", "cam-4"))
                        .setPeakConfidence(0.97)
                        .build());
    }

    static Escalation.Builder alert() {
        return Escalation.newBuilder()
                .setAlertId("alr-1")
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(SEEN)
                .setRaisedAt(Instant.parse("2026-01-18T12:35:00Z"))
                .setSeverity(Severity.warning)
                .setRule("night")
                .setSummary("Motion")
                .setLabels(List.of("person"))
                .setMotionConfidence(0.92)
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .setReceivers(List.of("pager"));
    }
}
