package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookResult;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Slack's Web API, with the token of a bot. An incident is one message: what notifies nobody changes it in
/// place, and what notifies people again is an answer in its thread, which the channel shows too. The message
/// is found by its time stamp, which Slack's answer to the first one names; where that is not known, the
/// message is a new one.
///
/// With buttons, people acknowledge and resolve the incident in that first message. So it shows the present state at
/// any time: a page that is an answer in the thread changes it, too, and has no buttons itself, as nothing would take
/// them away.
///
/// @param address of the API, with the token among its headers
/// @param channel by its id
/// @param buttons whether the receiver says back which button was pressed
/// @param thumbnails whether the receiver may have the veiled picture
public record SlackBot(ReceiverAddress address, String channel, boolean buttons, boolean thumbnails)
        implements ReceiverApi {

    /// The ids of the buttons, which Slack sends back.
    public static final String ACKNOWLEDGE = "acknowledge";

    public static final String RESOLVE = "resolve";

    private static final String POST = "chat.postMessage";
    private static final String UPDATE = "chat.update";
    private static final String THREAD = "thread_ts";
    private static final String ACTIONS = "actions";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, FieldKind> FIELDS = fieldsOfAll();

    private static Map<String, FieldKind> fieldsOfAll() {
        var fields = new HashMap<>(SlackWebhook.FIELDS);
        fields.put("/channel", FieldKind.FIXED);
        fields.put("/ts", FieldKind.VALUE);
        fields.put("/thread_ts", FieldKind.VALUE);
        fields.put("/reply_broadcast", FieldKind.VALUE);
        fields.put("/unfurl_links", FieldKind.VALUE);
        fields.put("/blocks/*/elements/*/action_id", FieldKind.FIXED);
        fields.put("/blocks/*/elements/*/style", FieldKind.FIXED);
        fields.put("/blocks/*/elements/*/value", FieldKind.ID);
        fields.put("/blocks/*/elements/*/text/type", FieldKind.FIXED);
        fields.put("/blocks/*/elements/*/text/emoji", FieldKind.VALUE);
        fields.put("/blocks/*/elements/*/text/text", FieldKind.FIXED);
        return Map.copyOf(fields);
    }

    SlackBot withButtons() {
        return new SlackBot(address, channel, true, thumbnails);
    }

    @Override
    public boolean linksThumbnails() {
        return thumbnails;
    }

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public String asRead(String text) {
        return SlackWebhook.unescape(text);
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        ObjectNode message = SlackWebhook.message(alert, thumbnails ? attempt.thumbnail(alert) : Optional.empty())
                .put("channel", channel);
        if (buttons) {
            addButtons(message, alert);
        }
        String first = attempt.before() == null ? "" : attempt.before().reference();
        if (first.isEmpty() || alert.getIncident() == null) {
            return address.at(POST).post(message.put("unfurl_links", false).toString());
        }
        if (ReceiverApi.notifies(alert)) {
            message.put(THREAD, first).put("reply_broadcast", true).put("unfurl_links", false);
            return address.at(POST).post(message.toString());
        }
        return address.at(UPDATE).post(message.put("ts", first).toString());
    }

    private static void addButtons(ObjectNode message, Escalation alert) {
        Incident incident = alert.getIncident();
        if (incident == null || !ReceiverApi.takesActions(alert)) {
            return;
        }
        ArrayNode elements = JSON.createArrayNode();
        if (incident.getStatus() == IncidentStatus.open) {
            elements.add(button(ACKNOWLEDGE, "Acknowledge", incident).put("style", "primary"));
        }
        elements.add(button(RESOLVE, "Resolve", incident));
        message.withArray("/blocks").addObject().put("type", ACTIONS).set("elements", elements);
    }

    private static ObjectNode button(String action, String text, Incident incident) {
        ObjectNode button = JSON.createObjectNode()
                .put("type", "button")
                .put("action_id", action)
                .put("value", incident.getIncidentId());
        button.putObject("text").put("type", "plain_text").put("emoji", false).put("text", text);
        return button;
    }

    /// A page in the thread is two requests, each a part of the one that was checked. The first message is changed
    /// first: if that fails for now, both are sent again. If the message is gone, the page goes out all the same.
    @Override
    public WebhookResult send(OutgoingRequest request, WebhookClient http) throws InterruptedException {
        ObjectNode message = message(request);
        if (!buttons || !message.has(THREAD)) {
            return ReceiverApi.super.send(request, http);
        }
        ObjectNode first = message.deepCopy();
        first.put("ts", message.path(THREAD).asText()).remove(List.of(THREAD, "reply_broadcast", "unfurl_links"));
        var update = address.at(UPDATE).post(first.toString());
        if (ReceiverApi.super.send(update, http) instanceof WebhookResult.TemporaryFailure failure) {
            return failure;
        }
        message.withArray("/blocks")
                .removeIf(block -> block.path("type").asText().equals(ACTIONS));
        return ReceiverApi.super.send(address.at(POST).post(message.toString()), http);
    }

    private static ObjectNode message(OutgoingRequest request) {
        try {
            return (ObjectNode) JSON.readTree(request.body());
        } catch (IOException e) {
            throw new IllegalStateException("a message is not JSON", e);
        }
    }

    /// The time stamp of the first message.
    @Override
    public String reference(Escalation sent, @Nullable SentBefore before, WebhookResult.Delivered answer) {
        return before == null || before.reference().isEmpty() ? answer.reference() : before.reference();
    }

    @Override
    public Optional<RequestRate> rateLimit() {
        return Optional.of(new RequestRate("slack " + address.headers() + channel, 1, Duration.ofSeconds(1)));
    }

    @Override
    public AnswerReader answers(OutgoingRequest sent) {
        return SlackWebhook.answersTo(sent);
    }

    @Override
    public String toString() {
        return "SlackBot[redacted]";
    }
}
