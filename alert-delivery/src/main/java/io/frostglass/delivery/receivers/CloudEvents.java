package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// CloudEvents 1.0 over HTTP. The event's `id` is the alert's, by which receivers recognise a repetition; its
/// `subject` is the incident.
///
/// @param source of the events, as an operator has set it
/// @param mode how attributes and data are sent
/// @param thumbnails whether the receiver may have the veiled picture
public record CloudEvents(ReceiverAddress address, String source, Mode mode, boolean thumbnails)
        implements ReceiverApi {

    /// The content modes of the HTTP binding (section 3).
    public enum Mode {
        /// Attributes in headers, the data as the body.
        BINARY,
        /// All in one JSON object.
        STRUCTURED
    }

    private static final Map<String, FieldKind> ATTRIBUTES = Map.of(
            "specversion", FieldKind.FIXED,
            "type", FieldKind.FIXED,
            "source", FieldKind.FIXED,
            "id", FieldKind.ID,
            "subject", FieldKind.ID,
            "time", FieldKind.VALUE,
            "datacontenttype", FieldKind.FIXED);

    private static final Map<String, FieldKind> STRUCTURED = structured();

    private static final JsonMapper JSON = new JsonMapper();

    private static Map<String, FieldKind> structured() {
        var fields = new HashMap<>(AlertBody.at("/data"));
        ATTRIBUTES.forEach((name, kind) -> fields.put("/" + name, kind));
        return Map.copyOf(fields);
    }

    @Override
    public Map<String, FieldKind> fields() {
        return mode == Mode.STRUCTURED ? STRUCTURED : AlertBody.DATA;
    }

    @Override
    public Map<String, FieldKind> headers() {
        return mode == Mode.STRUCTURED
                ? Map.of()
                : ATTRIBUTES.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(it -> "ce-" + it.getKey(), Map.Entry::getValue));
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        Map<String, String> attributes = attributes(alert);
        ObjectNode data = AlertBody.data(alert, thumbnails);
        if (mode == Mode.BINARY) {
            var headers = new HashMap<>(address.headers());
            attributes.forEach((name, value) -> headers.put("ce-" + name, value));
            return request(headers, "application/json", data);
        }
        ObjectNode event = JSON.createObjectNode();
        attributes.forEach(event::put);
        event.put("datacontenttype", "application/json").set("data", data);
        return request(address.headers(), "application/cloudevents+json", event);
    }

    /// In ASCII without spaces, quotes and per cent signs, so headers hold them as they are (section 3.1.3.2).
    private Map<String, String> attributes(Escalation alert) {
        var attributes = new LinkedHashMap<String, String>();
        attributes.put("specversion", "1.0");
        attributes.put("id", alert.getAlertId());
        attributes.put("source", source);
        attributes.put("type", "io.frostglass." + AlertBody.type(alert));
        attributes.put("subject", ReceiverApi.incident(alert));
        attributes.put("time", alert.getRaisedAt().toString());
        return attributes;
    }

    private OutgoingRequest request(Map<String, String> headers, String type, ObjectNode body) {
        return new OutgoingRequest(
                "POST",
                address.url(),
                headers,
                type,
                body.toString().getBytes(StandardCharsets.UTF_8),
                address.timeout());
    }
}
