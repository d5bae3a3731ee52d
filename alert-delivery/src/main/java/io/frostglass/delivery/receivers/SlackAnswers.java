package io.frostglass.delivery.receivers;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.ReceivedAnswer;
import io.frostglass.runtime.webhook.WebhookResult;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Slack's answers. A success of a webhook is 200 with the text `ok`. The methods of the Web API say 200 also
/// when they fail, with `{"ok":false,"error":…}`; a proxy may answer 200 with a page of its own.
final class SlackAnswers implements AnswerReader {

    /// Slack's words for faults that pass.
    private static final Set<String> TEMPORARY = Set.of(
            "rate_limited",
            "ratelimited",
            "rollup_error",
            "internal_error",
            "service_unavailable",
            "fatal_error",
            "request_timeout");

    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public boolean needsBody(int status) {
        return status == 200 || status == 429;
    }

    @Override
    public WebhookResult read(ReceivedAnswer answer) {
        Map<String, String> fields = fields(answer.body());
        Duration pause = pause(answer, fields);
        return switch (answer.status()) {
            case 429 -> new WebhookResult.TemporaryFailure("status 429", pause);
            case 200 -> {
                String ok = fields.getOrDefault("ok", "");
                if (answer.body().strip().equals("ok") || ok.equals("true")) {
                    yield new WebhookResult.Delivered(fields.getOrDefault("ts", ""));
                }
                if (!ok.equals("false") || TEMPORARY.contains(fields.getOrDefault("error", ""))) {
                    yield new WebhookResult.TemporaryFailure("200 without ok", pause);
                }
                yield new WebhookResult.PermanentFailure(200, "200 with an error");
            }
            default -> answer.byStatus();
        };
    }

    private static Duration pause(ReceivedAnswer answer, Map<String, String> fields) {
        if (answer.retryAfter() != null) {
            return answer.retryAfter();
        }
        String seconds = fields.getOrDefault("retry_after", "1");
        return Duration.ofSeconds(seconds.matches("\\d{1,4}") ? Math.clamp(Long.parseLong(seconds), 1, 3600) : 1);
    }

    /// The plain fields at the top, as far as they go: an answer that repeats the whole message is cut off.
    private static Map<String, String> fields(String body) {
        var fields = new HashMap<String, String>();
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isScalarValue()) {
                    fields.put(name, parser.getText());
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException notJson) {
            return fields;
        }
        return fields;
    }
}
