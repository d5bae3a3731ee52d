package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/// ntfy, from version 2.16 on: an incident is one notification, which an update replaces. With a thumbnail, its bytes
/// are the body and the rest is in headers; without one, the message is JSON.
///
/// @param address of the server
/// @param thumbnails whether the receiver may have the veiled picture
public record NtfyMessages(ReceiverAddress address, String topic, boolean thumbnails) implements ReceiverApi {

    private static final Map<String, FieldKind> FIELDS = Map.ofEntries(
            Map.entry("/topic", FieldKind.FIXED),
            Map.entry("/title", FieldKind.TEXT),
            Map.entry("/message", FieldKind.TEXT),
            Map.entry("/priority", FieldKind.VALUE),
            Map.entry("/sequence_id", FieldKind.ID));

    /// ntfy's limit, in bytes.
    static final int MAX_MESSAGE = 4096;

    private static final int MAX_TITLE = 250;

    /// Longer values of a header are refused by many servers.
    private static final int MAX_MESSAGE_IN_HEADER = 2048;

    private static final String PUT = "PUT";
    private static final int QUIET = 2;

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    @Override
    public Map<String, FieldKind> headers() {
        return Map.of(
                "X-Title", FieldKind.TEXT,
                "X-Message", FieldKind.TEXT,
                "X-Priority", FieldKind.VALUE,
                "X-Sequence-ID", FieldKind.ID,
                "X-Filename", FieldKind.FIXED);
    }

    /// Only the first attempt has a picture: a server without attachments refuses it, and the words are what counts.
    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        ByteBuffer picture = alert.getThumbnail();
        return picture != null && thumbnails && attempt.number() == 1
                ? withPicture(alert, picture.duplicate())
                : withoutPicture(alert);
    }

    private OutgoingRequest withoutPicture(Escalation alert) {
        ObjectNode message = JSON.createObjectNode()
                .put("topic", topic)
                .put("title", AlertText.cut(AlertText.title(alert), MAX_TITLE))
                .put("message", AlertText.cutBytes(AlertText.words(alert), MAX_MESSAGE))
                .put("priority", priority(alert))
                .put("sequence_id", ReceiverApi.shortIncident(alert));
        return address.post(message.toString());
    }

    private OutgoingRequest withPicture(Escalation alert, ByteBuffer picture) {
        var at = address.at(topic);
        var headers = new HashMap<>(at.headers());
        headers.put("X-Title", word(AlertText.cut(AlertText.title(alert), MAX_TITLE)));
        headers.put("X-Message", word(AlertText.cutBytes(AlertText.words(alert), MAX_MESSAGE_IN_HEADER)));
        headers.put("X-Priority", Integer.toString(priority(alert)));
        headers.put("X-Sequence-ID", ReceiverApi.shortIncident(alert));
        headers.put("X-Filename", "thumbnail.jpg");
        byte[] bytes = new byte[picture.remaining()];
        picture.get(bytes);
        return new OutgoingRequest(PUT, at.url(), headers, "image/jpeg", bytes, at.timeout());
    }

    /// A refusal of a picture is no refusal of the alert.
    @Override
    public AnswerReader answers(OutgoingRequest sent) {
        return sent.method().equals(PUT) ? new PictureRefusals(AnswerReader.BY_STATUS) : AnswerReader.BY_STATUS;
    }

    /// A value of a header: an encoded word (RFC 2047), which ntfy decodes. It holds any character, and no line break.
    private static String word(String text) {
        return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    /// What does not notify people replaces the notification without a sound.
    private static int priority(Escalation alert) {
        if (!ReceiverApi.notifies(alert)) {
            return QUIET;
        }
        return switch (alert.getSeverity()) {
            case info -> QUIET;
            case warning -> 3;
            case error -> 4;
            case critical -> 5;
        };
    }

    /// On a public server, the name of a topic is a secret.
    @Override
    public String toString() {
        return "NtfyMessages[redacted]";
    }
}
