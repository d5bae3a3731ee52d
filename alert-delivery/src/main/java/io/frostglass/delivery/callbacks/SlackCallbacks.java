package io.frostglass.delivery.callbacks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.delivery.receivers.SlackBot;
import io.frostglass.settings.Secret;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/// Slack's interaction requests: somebody has pressed a button in a message of [SlackBot]. The body is a form with the
/// field `payload`, which is JSON. `X-Slack-Signature` is `v0=` and hex digits: the HMAC-SHA256 of
/// `v0:timestamp:body`.
///
/// Of the person it takes Slack's id, and no name.
///
/// @param secrets signing secrets of the app; several while one is changed
public record SlackCallbacks(List<Secret> secrets) implements CallbackApi {

    private static final String SIGNATURE = "X-Slack-Signature";
    private static final String SIGNED_AT = "X-Slack-Request-Timestamp";
    private static final String VERSION = "v0=";
    private static final String PAYLOAD = "payload=";
    private static final String PERSONS = "slack/";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}");
    private static final Pattern PERSON = Pattern.compile("[UW][A-Z0-9]{2,30}");
    private static final Map<String, IncidentActionKind> ACTIONS = Map.of(
            SlackBot.ACKNOWLEDGE, IncidentActionKind.acknowledge,
            SlackBot.RESOLVE, IncidentActionKind.resolve);
    private static final JsonMapper JSON = new JsonMapper();

    public SlackCallbacks {
        secrets = List.copyOf(secrets);
    }

    @Override
    public boolean isSigned(Function<String, @Nullable String> header, byte[] body, Instant now) {
        String signature = header.apply(SIGNATURE);
        String timestamp = header.apply(SIGNED_AT);
        if (signature == null
                || timestamp == null
                || !TIMESTAMP.matcher(timestamp).matches()) {
            return false;
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        return Duration.between(signedAt, now).abs().compareTo(TOLERANCE) <= 0
                && HexSignature.matches(signature, VERSION, secrets, ("v0:" + timestamp + ":").getBytes(UTF_8), body);
    }

    @Override
    public Optional<CallbackMessage> read(Function<String, @Nullable String> header, byte[] body) {
        try {
            JsonNode payload = payload(body);
            if (!payload.path("type").isTextual()) {
                return Optional.empty();
            }
            JsonNode action = payload.path("actions").path(0);
            String person = payload.path("user").path("id").asText("");
            return Optional.of(new CallbackMessage(
                    // The same for the same bytes at the same time, and for no others.
                    String.valueOf(header.apply(SIGNATURE)),
                    Instant.ofEpochSecond(Long.parseLong(String.valueOf(header.apply(SIGNED_AT)))),
                    action.path("value").textValue(),
                    // Other kinds of requests, and other buttons, change nothing here.
                    payload.path("type").asText().equals("block_actions")
                            ? ACTIONS.get(action.path("action_id").asText(""))
                            : null,
                    PERSON.matcher(person).matches() ? PERSONS + person : null));
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode payload(byte[] body) throws IOException {
        String form = new String(body, UTF_8);
        return form.startsWith(PAYLOAD)
                ? JSON.readTree(URLDecoder.decode(form.substring(PAYLOAD.length()), UTF_8))
                : JSON.missingNode();
    }

    @Override
    public int success() {
        return HttpStatus.OK_200;
    }
}
