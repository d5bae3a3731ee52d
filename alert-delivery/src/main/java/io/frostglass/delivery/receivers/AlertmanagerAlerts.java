package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Prometheus Alertmanager's API v2. There the labels of an alert are its identity, so they hold nothing that
/// changes: no count, score, time or text. The severity is among them, as Alertmanager's users route by it:
/// for an incident, the first that was sent; the one of now is an annotation. Without an incident, an update
/// with another severity is another
/// alert, of the same label `incident`.
///
/// @param address of the server, without `/api/v2/alerts`
/// @param labels that the operator adds
/// @param firingFor how long an alert fires after it was sent
public record AlertmanagerAlerts(ReceiverAddress address, Map<String, String> labels, Duration firingFor)
        implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/*/labels/alertname", FieldKind.FIXED),
            Map.entry("/*/labels/incident", FieldKind.ID),
            Map.entry("/*/labels/site", FieldKind.TEXT),
            Map.entry("/*/labels/camera", FieldKind.TEXT),
            Map.entry("/*/labels/severity", FieldKind.FIXED),
            Map.entry("/*/annotations/summary", FieldKind.TEXT),
            Map.entry("/*/annotations/severity", FieldKind.FIXED),
            Map.entry("/*/annotations/rule", FieldKind.TEXT),
            Map.entry("/*/annotations/alert_id", FieldKind.ID),
            Map.entry("/*/annotations/event_id", FieldKind.ID),
            Map.entry("/*/annotations/seen_at", FieldKind.VALUE),
            Map.entry("/*/annotations/seen", FieldKind.TEXT),
            Map.entry("/*/startsAt", FieldKind.VALUE),
            Map.entry("/*/endsAt", FieldKind.VALUE));

    static final Set<String> OWN_LABELS = Set.of("alertname", "incident", "site", "camera", "severity");

    private static final JsonMapper JSON = new JsonMapper();

    public AlertmanagerAlerts {
        labels = Map.copyOf(labels);
    }

    @Override
    public Map<String, FieldKind> fields() {
        return withLabels();
    }

    private Map<String, FieldKind> withLabels() {
        var fields = new HashMap<>(FIELDS);
        labels.keySet().forEach(name -> fields.put("/*/labels/" + name, FieldKind.FIXED));
        return fields;
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        var alerts = JSON.createArrayNode();
        ObjectNode one = alerts.addObject();
        ObjectNode identity = one.putObject("labels");
        labels.forEach(identity::put);
        identity.put("alertname", name(alert))
                .put("incident", ReceiverApi.incident(alert))
                .put("site", alert.getSiteId())
                .put("camera", AlertText.camerasOf(alert).getFirst())
                .put("severity", severity(alert, attempt.before()));
        ObjectNode annotations = one.putObject("annotations")
                .put("summary", AlertText.words(alert))
                .put("severity", alert.getSeverity().name())
                .put("rule", alert.getRule())
                .put("alert_id", alert.getAlertId())
                .put("event_id", alert.getEventId())
                .put("seen_at", alert.getTimestamp().toString());
        if (!alert.getLabels().isEmpty()) {
            annotations.put("seen", String.join(", ", alert.getLabels()));
        }
        Incident incident = alert.getIncident();
        one.put("startsAt", (incident == null ? alert.getRaisedAt() : incident.getOpenedAt()).toString());
        // From now, and not from the start: an alert that comes late would have ended before it is known.
        boolean ends = ReceiverApi.is(IncidentChange.resolved, alert);
        one.put("endsAt", (ends ? attempt.now() : attempt.now().plus(firingFor)).toString());
        return address.at("api/v2/alerts").post(alerts.toString());
    }

    private static String name(Escalation alert) {
        if (AlertText.isHeartbeat(alert)) {
            return "FrostglassHeartbeat";
        }
        if (AlertText.isDeliveryAlarm(alert)) {
            return "FrostglassUndelivered";
        }
        return AlertText.isFinding(alert) ? "FrostglassSecurityFinding" : "FrostglassMotion";
    }

    private static String severity(Escalation alert, @Nullable SentBefore before) {
        return alert.getIncident() == null
                        || before == null
                        || before.reference().isEmpty()
                ? alert.getSeverity().name()
                : before.reference();
    }

    /// The severity among the labels.
    @Override
    public String reference(Escalation sent, @Nullable SentBefore before, WebhookResult.Delivered answer) {
        return severity(sent, before);
    }
}
