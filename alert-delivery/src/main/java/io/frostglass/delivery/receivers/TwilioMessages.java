package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.ReceivedAnswer;
import io.frostglass.runtime.webhook.WebhookResult;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// SMS by Twilio's API of 2010-04-01. There is no key by which it would recognise a repetition. A message that
/// is not out after some minutes is dropped there: late, it would only mislead.
///
/// @param address of the API, with the credentials among its headers
/// @param from a number, or the SID of a messaging service
/// @param to a number
/// @param validFor how long Twilio tries
/// @param segments at most; each costs
/// @param thumbnails whether the receiver may have the veiled picture; then a message with one is an MMS
/// @param links whether its reader may acknowledge and resolve
public record TwilioMessages(
        ReceiverAddress address,
        String account,
        String from,
        String to,
        Duration validFor,
        int segments,
        boolean thumbnails,
        boolean links)
        implements ReceiverApi {

    static final String FORM = "application/x-www-form-urlencoded";

    private static final Map<String, FieldKind> FIELDS = Map.of(
            "/To", FieldKind.FIXED,
            "/From", FieldKind.FIXED,
            "/MessagingServiceSid", FieldKind.FIXED,
            "/Body", FieldKind.TEXT_WITH_LINK,
            "/MediaUrl", FieldKind.LINK,
            "/ValidityPeriod", FieldKind.VALUE);

    @Override
    public Map<String, FieldKind> fields() {
        return FIELDS;
    }

    /// Only what is to wake somebody, and the end of it.
    @Override
    public boolean wants(Escalation alert, @Nullable SentBefore before) {
        if (alert.getIncident() == null) {
            return true;
        }
        if (AlertText.isEndOfHeartbeat(alert)) {
            return false;
        }
        return switch (alert.getIncident().getChange()) {
            case opened, repeated, escalated, reopened, resolved -> true;
            case updated, acknowledged -> false;
        };
    }

    @Override
    public OutgoingRequest request(Escalation alert, Attempt attempt) {
        var form = new LinkedHashMap<String, String>();
        form.put("To", to);
        form.put(from.startsWith("MG") ? "MessagingServiceSid" : "From", from);
        String link = links ? attempt.links().actions(alert).orElse("") : "";
        form.put("Body", SmsText.cut(AlertText.title(alert) + ". " + AlertText.words(alert), link, segments));
        (thumbnails ? attempt.thumbnail(alert) : Optional.<String>empty()).ifPresent(url -> form.put("MediaUrl", url));
        form.put("ValidityPeriod", Long.toString(validFor.toSeconds()));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var at = address.at("2010-04-01/Accounts/" + account + "/Messages.json");
        return new OutgoingRequest(
                "POST", at.url(), at.headers(), FORM, body.getBytes(StandardCharsets.UTF_8), at.timeout());
    }

    /// A long number sends about one segment a second; Twilio queues what is more.
    @Override
    public Optional<RequestRate> rateLimit() {
        return Optional.of(new RequestRate("twilio " + from, 1, Duration.ofSeconds(1)));
    }

    @Override
    public AnswerReader answers(OutgoingRequest sent) {
        boolean picture = new String(sent.body(), StandardCharsets.UTF_8).contains("&MediaUrl=");
        return picture ? new PictureRefusals(new Answers()) : new Answers();
    }

    @Override
    public boolean linksActions() {
        return links;
    }

    @Override
    public boolean linksThumbnails() {
        return thumbnails;
    }

    private static final class Answers implements AnswerReader {

        /// Codes of Twilio for faults that pass: too many requests, a queue that is full.
        private static final Set<Integer> TEMPORARY = Set.of(14107, 20429, 21611, 30001);

        private static final JsonMapper JSON = new JsonMapper();

        @Override
        public boolean needsBody(int status) {
            return status == 201 || (status >= 400 && status < 500);
        }

        @Override
        public WebhookResult read(ReceivedAnswer answer) {
            JsonNode json = json(answer.body());
            if (answer.status() == 201) {
                String status = json.path("status").asText();
                return status.equals("failed") || status.equals("undelivered")
                        ? failure(answer, json.path("error_code").asInt())
                        : new WebhookResult.Delivered();
            }
            int code = json.path("code").asInt();
            return answer.byStatus() instanceof WebhookResult.PermanentFailure
                    ? failure(answer, code)
                    : answer.byStatus();
        }

        private static WebhookResult failure(ReceivedAnswer answer, int code) {
            String reason = "status " + answer.status() + (code == 0 ? "" : ", code " + code);
            return TEMPORARY.contains(code)
                    ? new WebhookResult.TemporaryFailure(reason, answer.retryAfter())
                    : new WebhookResult.PermanentFailure(answer.status(), reason);
        }

        private static JsonNode json(String body) {
            try {
                return JSON.readTree(body);
            } catch (JsonProcessingException notJson) {
                return JSON.missingNode();
            }
        }
    }

    @Override
    public String toString() {
        return "TwilioMessages[redacted]";
    }
}
