package io.frostglass.delivery.callbacks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.settings.Secret;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// PagerDuty's webhooks v3. `X-PagerDuty-Signature` has a signature `v1=` and hex digits for each live secret: the
/// HMAC-SHA256 of the body. No time is signed, so the id of the event keeps repetitions out.
///
/// @param secrets of the webhook subscriptions
public record PagerDutyCallbacks(List<Secret> secrets) implements CallbackApi {

    private static final String SIGNATURE = "X-PagerDuty-Signature";
    private static final String VERSION = "v1=";
    private static final int MAX_SIGNATURES = 16;
    private static final JsonMapper JSON = new JsonMapper();

    public PagerDutyCallbacks {
        secrets = List.copyOf(secrets);
    }

    @Override
    public boolean isSigned(Function<String, @Nullable String> header, byte[] body, Instant now) {
        String signatures = header.apply(SIGNATURE);
        return signatures != null
                && Stream.of(signatures.split(",", MAX_SIGNATURES))
                        .anyMatch(it -> HexSignature.matches(it.strip(), VERSION, secrets, body));
    }

    @Override
    public Optional<CallbackMessage> read(Function<String, @Nullable String> header, byte[] body) {
        try {
            JsonNode event = JSON.readTree(body).path("event");
            String id = event.path("id").asText("");
            if (id.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(new CallbackMessage(
                    id,
                    Instant.parse(event.path("occurred_at").asText("")),
                    // The dedup key; PagerDuty does not always say it.
                    event.path("data").path("incident_key").textValue(),
                    action(event.path("event_type").asText("")),
                    null));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /// An acknowledgement that has run out is withdrawn. All other types change nothing here.
    private static @Nullable IncidentActionKind action(String type) {
        return switch (type) {
            case "incident.acknowledged" -> IncidentActionKind.acknowledge;
            case "incident.unacknowledged" -> IncidentActionKind.unacknowledge;
            case "incident.resolved" -> IncidentActionKind.resolve;
            default -> null;
        };
    }
}
