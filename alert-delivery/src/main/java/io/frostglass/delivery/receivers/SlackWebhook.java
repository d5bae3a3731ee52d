package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookResult;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Slack's incoming webhooks. A message there can be neither changed nor answered in a thread, so an update is
/// a message of its own. Slack takes no bytes, and fetches pictures by their address.
///
/// @param thumbnails whether the receiver may have the veiled picture
public record SlackWebhook(ReceiverAddress address, boolean thumbnails) implements ReceiverApi {

    static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/text", FieldKind.TEXT),
            Map.entry("/blocks/*/type", FieldKind.FIXED),
            Map.entry("/blocks/*/image_url", FieldKind.LINK),
            Map.entry("/blocks/*/alt_text", FieldKind.FIXED),
            Map.entry("/blocks/*/text/type", FieldKind.FIXED),
            Map.entry("/blocks/*/text/emoji", FieldKind.VALUE),
            Map.entry("/blocks/*/text/verbatim", FieldKind.VALUE),
            Map.entry("/blocks/*/text/text", FieldKind.TEXT),
            Map.entry("/blocks/*/elements/*/type", FieldKind.FIXED),
            Map.entry("/blocks/*/elements/*/verbatim", FieldKind.VALUE),
            Map.entry("/blocks/*/elements/*/text", FieldKind.TEXT));

    /// Slack's limits, in characters.
    static final int MAX_SECTION = 3000;

    static final int MAX_CONTEXT = 2000;
    static final int MAX_HEADER = 150;

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public boolean wants(Escalation alert, @Nullable SentBefore before) {
        return AlertText.isNews(alert, before);
    }

    @Override
    public String reference(Escalation sent, @Nullable SentBefore before, WebhookResult.Delivered answer) {
        return AlertText.news(sent);
    }

    @Override
    public String asRead(String text) {
        return unescape(text);
    }

    static String unescape(String text) {
        return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        return address.post(message(alert, thumbnails ? attempt.thumbnail(alert) : Optional.empty())
                .toString());
    }

    @Override
    public boolean linksThumbnails() {
        return thumbnails;
    }

    /// A message with blocks.
    ///
    /// @param thumbnail its address
    static ObjectNode message(Escalation alert, Optional<String> thumbnail) {
        String title = AlertText.title(alert);
        ObjectNode message = JSON.createObjectNode()
                .put("text", AlertText.cut(title + ": " + AlertText.words(alert), MAX_SECTION, SlackWebhook::escape));
        var blocks = message.putArray("blocks");
        blocks.addObject()
                .put("type", "header")
                .putObject("text")
                .put("type", "plain_text")
                .put("emoji", false)
                .put("text", AlertText.cut(title, MAX_HEADER));
        blocks.addObject()
                .put("type", "section")
                .putObject("text")
                .put("type", "mrkdwn")
                .put("verbatim", true)
                .put("text", AlertText.cut(AlertText.words(alert), MAX_SECTION, SlackWebhook::escape));
        thumbnail.ifPresent(url -> blocks.addObject()
                .put("type", "image")
                .put("image_url", url)
                .put("alt_text", "What the camera saw, veiled"));
        String context =
                "%s · rule %s · %s".formatted(alert.getTimestamp(), alert.getRule(), ReceiverApi.incident(alert));
        blocks.addObject()
                .put("type", "context")
                .putArray("elements")
                .addObject()
                .put("type", "mrkdwn")
                .put("verbatim", true)
                .put("text", AlertText.cut(context, MAX_CONTEXT, SlackWebhook::escape));
        return message;
    }

    /// Slack's three characters of control. Escaped, no text can mention anybody or hide a link.
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// About one message a second; who goes on after a 429 can be cut off.
    @Override
    public Optional<RequestRate> rateLimit() {
        return Optional.of(new RequestRate("slack " + address.url(), 1, Duration.ofSeconds(1)));
    }

    @Override
    public AnswerReader answers(OutgoingRequest sent) {
        return answersTo(sent);
    }

    static AnswerReader answersTo(OutgoingRequest sent) {
        // Within a text, the quotes would be escaped.
        boolean picture = new String(sent.body(), StandardCharsets.UTF_8).contains("\"image_url\":\"");
        return picture ? new PictureRefusals(new SlackAnswers()) : new SlackAnswers();
    }
}
