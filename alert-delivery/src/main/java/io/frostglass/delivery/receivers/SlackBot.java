package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookResult;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Slack's Web API, with the token of a bot. An incident is one message: what notifies nobody changes it in
/// place, and what notifies people again is an answer in its thread, which the channel shows too. The message
/// is found by its time stamp, which Slack's answer to the first one names; where that is not known, the
/// message is a new one.
///
/// @param address of the API, with the token among its headers
/// @param channel by its id
public record SlackBot(ReceiverAddress address, String channel) implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = fieldsOfAll();

    private static Map<String, FieldKind> fieldsOfAll() {
        var fields = new HashMap<>(SlackWebhook.FIELDS);
        fields.put("/channel", FieldKind.FIXED);
        fields.put("/ts", FieldKind.VALUE);
        fields.put("/thread_ts", FieldKind.VALUE);
        fields.put("/reply_broadcast", FieldKind.VALUE);
        fields.put("/unfurl_links", FieldKind.VALUE);
        return Map.copyOf(fields);
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
        ObjectNode message = SlackWebhook.message(alert).put("channel", channel);
        String first = attempt.before() == null ? "" : attempt.before().reference();
        if (first.isEmpty() || alert.getIncident() == null) {
            return address.at("chat.postMessage")
                    .post(message.put("unfurl_links", false).toString());
        }
        if (ReceiverApi.notifies(alert)) {
            message.put("thread_ts", first).put("reply_broadcast", true).put("unfurl_links", false);
            return address.at("chat.postMessage").post(message.toString());
        }
        return address.at("chat.update").post(message.put("ts", first).toString());
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
        return new SlackAnswers();
    }

    @Override
    public String toString() {
        return "SlackBot[redacted]";
    }
}
