package io.frostglass.delivery.callbacks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.runtime.webhook.SigningSecret;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A webhook of [Standard Webhooks](https://www.standardwebhooks.com/) from any system of the firm:
/// ```json
/// {"incident_id": "inc-site-1-…", "action": "acknowledge", "by": "night guard"}
/// ```
/// The actions are `acknowledge`, `unacknowledge` and `resolve`.
///
/// @param secrets each may sign, so that one can be changed at any time
public record SignedCallbacks(List<SigningSecret> secrets) implements CallbackApi {

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final int MAX_SIGNATURES = 16;
    private static final Pattern TIMESTAMP = Pattern.compile("\\d{1,12}");
    private static final Pattern PERSON = Pattern.compile("[\\p{L}\\p{N}._@ -]{1,64}");
    private static final Map<String, IncidentActionKind> ACTIONS = Map.of(
            "acknowledge", IncidentActionKind.acknowledge,
            "unacknowledge", IncidentActionKind.unacknowledge,
            "resolve", IncidentActionKind.resolve);
    private static final JsonMapper JSON = new JsonMapper();

    public SignedCallbacks {
        secrets = List.copyOf(secrets);
    }

    @Override
    public boolean isSigned(Function<String, @Nullable String> header, byte[] body, Instant now) {
        String id = header.apply("webhook-id");
        String timestamp = header.apply("webhook-timestamp");
        String signatures = header.apply("webhook-signature");
        if (id == null
                || timestamp == null
                || signatures == null
                || !TIMESTAMP.matcher(timestamp).matches()) {
            return false;
        }
        Instant signedAt = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Duration.between(signedAt, now).abs().compareTo(TOLERANCE) > 0) {
            return false;
        }
        byte[] head = (id + "." + timestamp + ".").getBytes(UTF_8);
        return secrets.stream()
                .map(secret -> "v1," + Base64.getEncoder().encodeToString(secret.sign(head, body)))
                .anyMatch(expected -> Stream.of(signatures.split(" ", MAX_SIGNATURES))
                        .anyMatch(it -> MessageDigest.isEqual(expected.getBytes(US_ASCII), it.getBytes(US_ASCII))));
    }

    @Override
    public Optional<CallbackMessage> read(Function<String, @Nullable String> header, byte[] body) {
        try {
            JsonNode said = JSON.readTree(body);
            String incidentId = said.path("incident_id").textValue();
            IncidentActionKind action = ACTIONS.get(said.path("action").asText(""));
            String by = said.path("by").textValue();
            if (incidentId == null
                    || action == null
                    || (by != null && !PERSON.matcher(by).matches())) {
                return Optional.empty();
            }
            return Optional.of(new CallbackMessage(
                    String.valueOf(header.apply("webhook-id")),
                    Instant.ofEpochSecond(Long.parseLong(String.valueOf(header.apply("webhook-timestamp")))),
                    incidentId,
                    action,
                    by));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
