package io.frostglass.delivery.receivers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandardWebhooksTest {

    @Test
    void carriesTheAlertAndNotWhoElseIsTold() throws Exception {
        // Given
        Escalation alert = alert().setMotionConfidence(0.92)
                .setLabels(List.of("person"))
                .setBboxes(List.of(new BoundingBox(0.15, 0.3, 0.2, 0.25)))
                .setThumbnail(ByteBuffer.wrap(new byte[] {1, 2, 3}))
                .build();

        // When
        byte[] body = AlertBody.of(alert, true);

        // Then
        var json = new JsonMapper();
        assertThat(json.readTree(body)).isEqualTo(json.readTree("""
                {"type": "motion.alert", "timestamp": "2026-01-18T12:35:00Z", "data": {
                  "alert_id": "alr-1", "event_id": "evt-1", "site_id": "site-1", "camera_id": "cam-12",
                  "timestamp": "2026-01-18T12:34:56Z", "severity": "critical", "rule": "night",
                  "summary": "Motion", "motion_confidence": 0.92, "labels": ["person"],
                  "bboxes": [{"x": 0.15, "y": 0.3, "w": 0.2, "h": 0.25}],
                  "thumbnail_base64": "data:image/jpeg;base64,AQID"}}
                """));
        assertThat(AlertBody.of(alert, true)).isEqualTo(body);
    }

    @Test
    void isOfAnotherTypeWhereItIsAboutASecurityFinding() throws Exception {
        // When
        var body = new JsonMapper()
                .readTree(AlertBody.of(alert().setEventId("fnd-1").build(), true));

        // Then
        assertThat(body.path("type").asText()).isEqualTo("security.alert");
    }

    @Test
    void namesTheIncidentThatAnAgentAddsTo() throws Exception {
        // Given
        Escalation alert =
                alert().setUpdates("alr-0").setRule("agent/night-shift").build();

        // When
        byte[] body = AlertBody.of(alert, true);

        // Then
        var json = new JsonMapper();
        assertThat(json.readTree(body)).isEqualTo(json.readTree("""
                {"type": "motion.alert.update", "timestamp": "2026-01-18T12:35:00Z", "data": {
                  "alert_id": "alr-1", "updates": "alr-0", "event_id": "evt-1", "site_id": "site-1",
                  "camera_id": "cam-12", "timestamp": "2026-01-18T12:34:56Z", "severity": "critical",
                  "rule": "agent/night-shift", "summary": "Motion", "labels": [], "bboxes": []}}
                """));
    }

    @Test
    void tellsWhatChangedInAnIncident() throws Exception {
        // Given
        Escalation alert = alert().setIncident(Incident.newBuilder()
                        .setIncidentId("inc-site-1-0123456789abcdef")
                        .setVersion(3)
                        .setStatus(IncidentStatus.resolved)
                        .setChange(IncidentChange.resolved)
                        .setReason("quiet")
                        .setOpenedAt(Instant.parse("2026-01-18T12:31:00Z"))
                        .setLastAt(Instant.parse("2026-01-18T12:34:56Z"))
                        .setCount(12)
                        .setCameras(List.of("cam-12", "cam-3"))
                        .setPeakConfidence(0.97)
                        .build())
                .build();

        // When
        JsonNode body = new JsonMapper().readTree(AlertBody.of(alert, true));

        // Then
        assertThat(body.path("type").asText()).isEqualTo("motion.incident.resolved");
        assertThat(body.at("/data/alert_id").asText()).isEqualTo("alr-1");
        assertThat(body.at("/data/incident")).isEqualTo(new JsonMapper().readTree("""
                {"incident_id": "inc-site-1-0123456789abcdef", "version": 3, "status": "resolved",
                 "change": "resolved", "reason": "quiet", "level": 1, "opened_at": "2026-01-18T12:31:00Z",
                 "last_at": "2026-01-18T12:34:56Z", "count": 12, "cameras": ["cam-12", "cam-3"],
                 "peak_confidence": 0.97}
                """));
    }

    @Test
    void saysWhyThereIsNoThumbnail() throws Exception {
        // When
        var data = new JsonMapper()
                .readTree(
                        AlertBody.of(alert().setThumbnailDropped("undecodable").build(), true))
                .path("data");

        // Then
        assertThat(data.path("thumbnail_dropped").asText()).isEqualTo("undecodable");
        assertThat(data.has("thumbnail_base64")).isFalse();
        assertThat(data.has("motion_confidence")).isFalse();
    }

    private static Escalation.Builder alert() {
        return Escalation.newBuilder()
                .setAlertId("alr-1")
                .setEventId("evt-1")
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTimestamp(Instant.parse("2026-01-18T12:34:56Z"))
                .setRaisedAt(Instant.parse("2026-01-18T12:35:00Z"))
                .setSeverity(Severity.critical)
                .setRule("night")
                .setSummary("Motion")
                .setReceivers(List.of("pager", "chat"));
    }
}
