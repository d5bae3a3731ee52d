package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.bridge.folder.OutputFolder.AnswerFile;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.decisions.Decision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An event that can still be decided, with its token, which is in no file. All attempts to decide it have the same
/// id, so an answer counts once, even if it is sent again because the gateway's response was lost.
final class OpenEvent {

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");

    final String reference = FileNames.newReference();
    final String eventId;
    final Instant expiresAt;

    private final String attemptId = UUID.randomUUID().toString();
    private final Secret token;
    private @Nullable Sent sent;
    private Instant notBefore = Instant.MIN;

    /// An answer on its way to the gateway.
    ///
    /// @param file as it was when it was read
    record Sent(AnswerFile file, Secret content, Decision decision) {}

    private OpenEvent(String eventId, Secret token, Instant expiresAt) {
        this.eventId = eventId;
        this.token = token;
        this.expiresAt = expiresAt;
    }

    /// Reads an event of the gateway; empty if it cannot be decided.
    static Optional<OpenEvent> of(ObjectNode event) {
        String id = event.path("event_id").asText("");
        String token = event.path("ephemeral_token").asText("");
        try {
            var expires = Instant.parse(event.path("expires_at").asText(""));
            return EVENT_ID.matcher(id).matches() && !token.isEmpty()
                    ? Optional.of(new OpenEvent(id, Secret.of(token), expires))
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<Sent> sent() {
        return Optional.ofNullable(sent);
    }

    /// Takes an answer, or with null takes it back, so that the agent can give another one.
    void send(@Nullable Sent answer) {
        sent = answer;
    }

    /// Whether the answer may be sent now, by the limits of this event.
    boolean isDue(Instant now) {
        return !now.isBefore(notBefore);
    }

    void hold(Instant until) {
        notBefore = until;
    }

    AgentApi.DecisionRequest request(Decision decision) {
        return new AgentApi.DecisionRequest(attemptId, eventId, token.text(), decision);
    }
}
