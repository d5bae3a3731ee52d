package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookResult;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A workflow of Microsoft Teams that posts a card. It answers 202 before the card is posted, and a card that is too
/// large fails unseen, so cards are small, and have the address of a picture and not its bytes. What people do with a
/// card does not come back through a workflow, so a card has a link.
///
/// @param address holds the workflow's signature
/// @param thumbnails whether the receiver may have the veiled picture
/// @param links whether its readers may acknowledge and resolve
public record TeamsWorkflow(ReceiverAddress address, boolean thumbnails, boolean links) implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/type", FieldKind.FIXED),
            Map.entry("/attachments/*/contentType", FieldKind.FIXED),
            Map.entry("/attachments/*/contentUrl", FieldKind.FIXED),
            Map.entry("/attachments/*/content/$schema", FieldKind.FIXED),
            Map.entry("/attachments/*/content/type", FieldKind.FIXED),
            Map.entry("/attachments/*/content/version", FieldKind.FIXED),
            Map.entry("/attachments/*/content/msteams/width", FieldKind.FIXED),
            Map.entry("/attachments/*/content/body/*/type", FieldKind.FIXED),
            Map.entry("/attachments/*/content/body/*/wrap", FieldKind.VALUE),
            Map.entry("/attachments/*/content/body/*/text", FieldKind.TEXT),
            Map.entry("/attachments/*/content/body/*/weight", FieldKind.FIXED),
            Map.entry("/attachments/*/content/body/*/url", FieldKind.LINK),
            Map.entry("/attachments/*/content/body/*/altText", FieldKind.FIXED),
            Map.entry("/attachments/*/content/actions/*/type", FieldKind.FIXED),
            Map.entry("/attachments/*/content/actions/*/title", FieldKind.FIXED),
            Map.entry("/attachments/*/content/actions/*/url", FieldKind.LINK),
            Map.entry("/attachments/*/content/body/*/size", FieldKind.FIXED),
            Map.entry("/attachments/*/content/body/*/facts/*/title", FieldKind.FIXED),
            Map.entry("/attachments/*/content/body/*/facts/*/value", FieldKind.TEXT));

    /// Bytes of a request. Teams counts up to 28 KB, by a larger measure of its own.
    static final int MAX_BODY = 18 * 1024;

    private static final int MAX_TEXT = 4000;
    private static final JsonMapper JSON = new JsonMapper();

    /// What Teams reads as formatting or as a link.
    private static final Pattern FORMATTING = Pattern.compile("[\\\\`*_{}\\[\\]()#+!~|<>-]");

    private static final Pattern ESCAPED = Pattern.compile("\\\\(\\p{Punct})");

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
        return ESCAPED.matcher(text).replaceAll("$1");
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        ObjectNode message = JSON.createObjectNode().put("type", "message");
        ObjectNode attachment = message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .putNull("contentUrl");
        ObjectNode card = attachment
                .putObject("content")
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        card.putObject("msteams").put("width", "full");
        var body = card.putArray("body");
        text(body.addObject(), AlertText.title(alert)).put("weight", "bolder").put("size", "medium");
        text(body.addObject(), AlertText.words(alert));
        (thumbnails ? attempt.thumbnail(alert) : Optional.<String>empty())
                .ifPresent(url -> body.addObject()
                        .put("type", "Image")
                        .put("url", url)
                        .put("altText", "What the camera saw, veiled"));
        var facts = body.addObject().put("type", "FactSet").putArray("facts");
        fact(facts.addObject(), "Seen", alert.getTimestamp().toString());
        fact(facts.addObject(), "Rule", alert.getRule());
        fact(facts.addObject(), "Incident", ReceiverApi.incident(alert));
        (links ? attempt.links().actions(alert) : Optional.<String>empty())
                .ifPresent(url -> card.putArray("actions")
                        .addObject()
                        .put("type", "Action.OpenUrl")
                        .put("title", "Acknowledge or resolve")
                        .put("url", url));
        return address.post(message.toString());
    }

    @Override
    public boolean linksActions() {
        return links;
    }

    @Override
    public boolean linksThumbnails() {
        return thumbnails;
    }

    private static ObjectNode text(ObjectNode block, String text) {
        return block.put("type", "TextBlock").put("wrap", true).put("text", escaped(text));
    }

    private static void fact(ObjectNode fact, String title, String value) {
        fact.put("title", title).put("value", escaped(value));
    }

    private static String escaped(String text) {
        return AlertText.cut(text, MAX_TEXT, TeamsWorkflow::escape);
    }

    static String escape(String text) {
        return FORMATTING.matcher(text).replaceAll("\\\\$0");
    }
}
