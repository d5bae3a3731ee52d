package io.frostglass.delivery.egress;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.FieldKind;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SmtpMail;
import io.frostglass.guard.Guard;
import io.frostglass.guard.Guard.EventReference;
import io.frostglass.runtime.webhook.OutgoingRequest;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Looks at the final bytes of a request before it leaves. Each field must be on the receiver's list, and hold what the
/// list says. A check that throws has found something.
///
/// It trusts nothing that came before: neither the rules, nor the gateway's guard, nor the code that made the request.
public final class EgressCheck {

    private static final ObjectMapper JSON = new JsonMapper();

    private static final Pattern ID = Pattern.compile("(?:alr|evt|fnd)-[0-9a-zA-Z-]{1,64}");
    private static final Pattern OTHER_ID = Pattern.compile(
            "\\b(?:alr|evt|fnd)-[0-9a-zA-Z]{8,}|\\binc-(?:[0-9a-zA-Z._-]{1,128}-[0-9a-f]{16}|[0-9a-f]{32})\\b");

    /// An incident's id without its site.
    private static final Pattern SHORT_INCIDENT = Pattern.compile("inc-[0-9a-f]{32}");

    private static final Pattern URL = Pattern.compile("https://\\S+");

    private static final Pattern INDEX = Pattern.compile("[0-9]+");

    private static final Pattern NUMBER = Pattern.compile("true|false|-?\\d{1,12}(?:\\.\\d{1,20})?(?:E-?\\d{1,3})?");

    /// Dates with times, as rules and receivers write them. They are no telephone numbers.
    private static final Pattern TIME =
            Pattern.compile("\\b[12]\\d{3}-[01]\\d-[0-3]\\d[T ][0-2]\\d:[0-5]\\d:[0-5]\\d(?:\\.\\d{1,9})?Z?\\b");

    /// RFC 2047, as receivers write it.
    private static final String WORD_BEGIN = "=?UTF-8?B?";

    private static final String WORD_END = "?=";
    private static final String DATA_URI = "data:image/jpeg;base64,";
    private static final String JPEG = "image/jpeg";
    private static final String FORM = "application/x-www-form-urlencoded";

    /// [#text] has taken the ids out.
    private static final EventReference NO_EVENT = new EventReference("", "", "");

    private static final int MAX_WORDS = 1000;

    private final Guard guard = Guard.ofLeaks();

    /// What was found in the words that were checked last: names of sites, cameras and rules come again and again.
    private final Map<String, Optional<EgressFinding>> words =
            Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Optional<EgressFinding>> eldest) {
                    return size() > MAX_WORDS;
                }
            });

    /// Checks a request that may have no links.
    public Optional<EgressFinding> check(OutgoingRequest request, ReceiverApi api, Escalation alert) {
        return check(request, api, alert, AlertLinks.NONE);
    }

    /// @param alert that the request was made of
    /// @param links that it may have, where the receiver's list says so
    /// @return why it may not leave; empty if it may
    public Optional<EgressFinding> check(OutgoingRequest request, ReceiverApi api, Escalation alert, AlertLinks links) {
        try {
            var subject = new CheckSubject(api, alert, links);
            return headers(request, subject).or(() -> body(request, subject));
        } catch (RuntimeException | StackOverflowError e) {
            // Its message may repeat the content.
            return Optional.of(new EgressFinding("field", "failed"));
        }
    }

    /// Whether words of an alert may leave.
    public boolean isClean(String words, Escalation alert) {
        return text(words, alert).isEmpty();
    }

    private Optional<EgressFinding> headers(OutgoingRequest request, CheckSubject subject) {
        Map<String, FieldKind> allowed = subject.api().headers();
        Set<String> configured = subject.api().configuredHeaders();
        return request.headers().entrySet().stream()
                .filter(header -> !configured.contains(header.getKey()))
                .flatMap(header -> {
                    FieldKind kind = allowed.get(header.getKey());
                    return kind == null
                            ? Optional.of(new EgressFinding("field", "unknown_header")).stream()
                            : value(kind, decoded(header.getValue()), subject).stream();
                })
                .findFirst();
    }

    private static String decoded(String header) {
        if (!header.startsWith(WORD_BEGIN) || !header.endsWith(WORD_END)) {
            return header;
        }
        byte[] bytes =
                Base64.getDecoder().decode(header.substring(WORD_BEGIN.length(), header.length() - WORD_END.length()));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private Optional<EgressFinding> body(OutgoingRequest request, CheckSubject subject) {
        try {
            return switch (request.contentType()) {
                case JPEG -> picture(request.body(), subject.alert());
                case SmtpMail.MESSAGE -> new MailParts(this, subject).check(request.body());
                case FORM -> node("", form(request.body()), subject);
                default -> node("", JSON.readTree(request.body()), subject);
            };
        } catch (IOException | MessagingException malformed) {
            return Optional.of(new EgressFinding("field", "format"));
        }
    }

    private static JsonNode form(byte[] body) {
        ObjectNode fields = JSON.createObjectNode();
        for (String field : new String(body, StandardCharsets.UTF_8).split("&", -1)) {
            int equals = field.indexOf('=');
            fields.withArray(URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8))
                    .add(URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
        }
        // A list for a field that is there twice would not be on any list of fields.
        fields.properties().forEach(field -> {
            if (field.getValue().size() == 1) {
                field.setValue(field.getValue().path(0));
            }
        });
        return fields;
    }

    /// @param path of the fields above it; `*` stands for any place in a list
    private Optional<EgressFinding> node(String path, JsonNode node, CheckSubject subject) {
        if (!node.isContainerNode()) {
            FieldKind kind = subject.api().fields().get(path);
            return kind == null
                    ? Optional.of(new EgressFinding("field", "unknown_field"))
                    : value(kind, node.asText(), subject);
        }
        var children = new TreeMap<String, JsonNode>();
        if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                children.put(Integer.toString(i), node.path(i));
            }
        } else {
            node.properties().forEach(child -> children.put(child.getKey(), child.getValue()));
        }
        for (var child : children.entrySet()) {
            String below = path + "/"
                    + (node.isArray() && INDEX.matcher(child.getKey()).matches() ? "*" : child.getKey());
            Optional<EgressFinding> found = node(below, child.getValue(), subject);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    Optional<EgressFinding> value(FieldKind kind, String value, CheckSubject subject) {
        ReceiverApi api = subject.api();
        Escalation alert = subject.alert();
        return switch (kind) {
            case FIXED -> Optional.empty();
            case ID ->
                ids(alert).contains(api.asId(value)) && isId(api.asId(value))
                        ? Optional.empty()
                        : Optional.of(new EgressFinding("id", "of_something_else"));
            case VALUE -> isValue(value) ? Optional.empty() : Optional.of(new EgressFinding("value", "text"));
            case TEXT -> text(api.asRead(value), alert);
            case TEXT_WITH_LINK -> text(withoutLink(value, subject), alert);
            case LINK ->
                isLink(value, subject) ? Optional.empty() : Optional.of(new EgressFinding("link", "of_something_else"));
            case PICTURE ->
                value.startsWith(DATA_URI)
                        ? picture(Base64.getDecoder().decode(value.substring(DATA_URI.length())), alert)
                        : Optional.of(new EgressFinding("picture", "format"));
        };
    }

    /// The link holds the incident's id in another form, so its site must be one that may leave.
    private boolean isLink(String url, CheckSubject subject) {
        Escalation alert = subject.alert();
        return subject.links().permits(url, alert)
                && (alert.getIncident() == null || isId(alert.getIncident().getIncidentId()));
    }

    /// What is left is checked as any other text, so other addresses are found.
    private String withoutLink(String text, CheckSubject subject) {
        Matcher url = URL.matcher(text);
        return url.find() && isLink(url.group(), subject)
                ? text.substring(0, url.start()) + "link" + text.substring(url.end())
                : text;
    }

    private static Set<String> ids(Escalation alert) {
        return Set.copyOf(Arrays.asList(
                alert.getAlertId(), alert.getEventId(), ReceiverApi.incident(alert), ReceiverApi.shortIncident(alert)));
    }

    /// Whether it is an id, and the site in it, if any, may leave.
    private boolean isId(String value) {
        Matcher incident = AlertRedactor.INCIDENT.matcher(value);
        return ID.matcher(value).matches()
                || SHORT_INCIDENT.matcher(value).matches()
                || (incident.matches() && known(incident.group(1)).isEmpty());
    }

    private static boolean isValue(String value) {
        if (NUMBER.matcher(value).matches()) {
            return true;
        }
        try {
            Instant.parse(value);
            return true;
        } catch (DateTimeException noTime) {
            return false;
        }
    }

    private Optional<EgressFinding> text(String text, Escalation alert) {
        String rest = TIME.matcher(text).replaceAll("then");
        for (String id : ids(alert)) {
            if (isId(id)) {
                rest = rest.replace(id, "this");
            }
        }
        if (OTHER_ID.matcher(rest).find()) {
            return Optional.of(new EgressFinding("id", "of_something_else"));
        }
        return known(rest);
    }

    private Optional<EgressFinding> known(String text) {
        Optional<EgressFinding> known = words.get(text);
        if (known != null) {
            return known;
        }
        // Not in the map's lock: other deliveries go on.
        Optional<EgressFinding> found = find(text);
        words.put(text, found);
        return found;
    }

    private Optional<EgressFinding> find(String text) {
        return guard.check(text, NO_EVENT).found().map(finding -> new EgressFinding(finding.check(), finding.kind()));
    }

    /// No picture but the alert's own thumbnail, which the veil has made.
    static Optional<EgressFinding> picture(byte[] bytes, Escalation alert) {
        ByteBuffer thumbnail = alert.getThumbnail();
        return thumbnail != null && thumbnail.equals(ByteBuffer.wrap(bytes))
                ? Optional.empty()
                : Optional.of(new EgressFinding("picture", "of_something_else"));
    }
}
