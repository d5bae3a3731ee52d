package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Severity;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Any API that takes JSON, by a template of the operator. Each text in the template is a Mustache template of
/// its own, without HTML escapes; the JSON is made around what comes out, so no value can break out of its
/// text.
///
/// @param method `POST` or `PUT`
/// @param changes of an incident that the receiver gets
/// @param template of the body: objects and lists, with texts in them
public record TemplatedRequest(ReceiverAddress address, String method, Set<IncidentChange> changes, JsonNode template)
        implements ReceiverApi {

    /// As long as the longest description that Jira takes.
    static final int MAX_TEXT = 32_000;

    /// Within what Jira takes as a summary.
    private static final int MAX_TITLE = 250;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Mustache.Compiler MUSTACHE = Mustache.compiler().escapeHTML(false);
    private static final Pattern TAG = Pattern.compile("\\{\\{[^}]*}}}?");

    /// Of [#values], and `.` for an item of a list.
    private static final Set<String> NAMES = Stream.of(
                    Stream.of(
                            ".",
                            "title",
                            "text",
                            "summary",
                            "incident",
                            "alert",
                            "event",
                            "site",
                            "camera",
                            "cameras",
                            "labels",
                            "rule",
                            "severity",
                            "time",
                            "raised",
                            "change",
                            "count",
                            "level",
                            "heartbeat",
                            "first",
                            "last"),
                    Arrays.stream(Severity.values()).map(Severity::name),
                    Arrays.stream(IncidentChange.values()).map(IncidentChange::name))
            .flatMap(names -> names)
            .collect(Collectors.toUnmodifiableSet());

    /// Shorter texts between tags are left in what is checked: to remove them could hide something.
    private static final int MIN_LITERAL = 6;

    public TemplatedRequest {
        changes = Set.copyOf(changes);
    }

    /// What is wrong with a text of a template; null if nothing is.
    static @Nullable String problem(String text) {
        var unknown = new ArrayList<String>();
        try {
            Mustache.compiler().compile(text).visit(new UnknownNames(unknown));
        } catch (MustacheException e) {
            return "must be a Mustache template";
        }
        return unknown.isEmpty() ? null : "has a variable or a part that there is not";
    }

    /// Looks into all sections, whatever their condition.
    private record UnknownNames(List<String> found) implements Mustache.Visitor {

        private void note(String name) {
            if (!NAMES.contains(name)) {
                found.add(name);
            }
        }

        @Override
        public void visitText(String text) {}

        @Override
        public void visitVariable(String name) {
            note(name);
        }

        @Override
        public boolean visitInclude(String name) {
            found.add(name);
            return false;
        }

        @Override
        public boolean visitSection(String name) {
            note(name);
            return true;
        }

        @Override
        public boolean visitInvertedSection(String name) {
            note(name);
            return true;
        }
    }

    @Override
    public boolean wants(Escalation alert, @Nullable SentBefore before) {
        return alert.getIncident() == null
                || changes.contains(alert.getIncident().getChange());
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        byte[] body = rendered(template, values(alert)).toString().getBytes(StandardCharsets.UTF_8);
        return new OutgoingRequest(
                method, address.url(), address.headers(), "application/json", body, address.timeout());
    }

    private static JsonNode rendered(JsonNode node, Map<String, Object> values) {
        if (node.isObject()) {
            ObjectNode object = JSON.createObjectNode();
            node.properties().forEach(field -> object.set(field.getKey(), rendered(field.getValue(), values)));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JSON.createArrayNode();
            node.forEach(item -> array.add(rendered(item, values)));
            return array;
        }
        return JSON.getNodeFactory().textNode(AlertText.cut(render(node.asText(), values), MAX_TEXT));
    }

    private static String render(String text, Map<String, Object> values) {
        return MUSTACHE.compile(text).execute(values);
    }

    private static Map<String, Object> values(Escalation alert) {
        var values = new HashMap<String, Object>();
        values.put("title", AlertText.cut(AlertText.title(alert), MAX_TITLE));
        values.put("text", AlertText.words(alert));
        values.put("summary", alert.getSummary());
        values.put("incident", ReceiverApi.incident(alert));
        values.put("alert", alert.getAlertId());
        values.put("event", alert.getEventId());
        values.put("site", alert.getSiteId());
        values.put("camera", alert.getCameraId());
        values.put("cameras", AlertText.camerasOf(alert));
        values.put("labels", alert.getLabels());
        values.put("rule", alert.getRule());
        values.put("heartbeat", AlertText.isHeartbeat(alert));
        values.put("severity", alert.getSeverity().name());
        values.put("time", alert.getTimestamp().toString());
        values.put("raised", alert.getRaisedAt().toString());
        for (Severity severity : Severity.values()) {
            values.put(severity.name(), severity == alert.getSeverity());
        }
        Incident incident = alert.getIncident();
        IncidentChange change = incident == null ? IncidentChange.opened : incident.getChange();
        values.put("change", change.name());
        for (IncidentChange other : IncidentChange.values()) {
            values.put(other.name(), other == change);
        }
        values.put("count", incident == null ? 1 : incident.getCount());
        values.put("level", incident == null ? 1 : incident.getLevel());
        values.put("first", (incident == null ? alert.getTimestamp() : incident.getOpenedAt()).toString());
        values.put("last", (incident == null ? alert.getTimestamp() : incident.getLastAt()).toString());
        return values;
    }

    /// What the template itself says is the operator's, and is not checked.
    @Override
    public Map<String, FieldKind> fields() {
        var fields = new TreeMap<String, FieldKind>();
        addFields("", template, fields);
        return fields;
    }

    private static void addFields(String path, JsonNode node, Map<String, FieldKind> fields) {
        if (node.isObject()) {
            node.properties().forEach(field -> addFields(path + "/" + field.getKey(), field.getValue(), fields));
        } else if (node.isArray()) {
            node.forEach(item -> addFields(path + "/*", item, fields));
        } else {
            FieldKind kind = node.asText().contains("{{") ? FieldKind.TEXT : FieldKind.FIXED;
            fields.merge(path, kind, (one, other) -> one == FieldKind.TEXT ? one : other);
        }
    }

    @Override
    public String asRead(String text) {
        return literals(template)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .reduce(text, (rest, literal) -> rest.replace(literal, " "));
    }

    private static Stream<String> literals(JsonNode node) {
        if (node.isContainerNode()) {
            var children = new ArrayList<JsonNode>();
            node.forEach(children::add);
            return children.stream().flatMap(TemplatedRequest::literals);
        }
        return Arrays.stream(TAG.split(node.asText()))
                .map(String::strip)
                .filter(literal -> literal.length() >= MIN_LITERAL);
    }

    @Override
    public String toString() {
        return "TemplatedRequest[redacted]";
    }
}
