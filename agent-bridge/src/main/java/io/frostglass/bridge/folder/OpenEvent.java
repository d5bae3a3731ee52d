package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.settings.Secret;
import io.frostglass.tools.AgentApi;
import io.frostglass.tools.decisions.Decision;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An event that can still be decided, with the token that its files do not have.
///
/// One attempt id for all that is tried: an answer that was sent without hearing what came of it, and is sent again,
/// counts once.
final class OpenEvent {

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");

    private final String reference = FileNames.newReference();
    private final String attemptId = UUID.randomUUID().toString();
    private final String eventId;
    private final Secret token;
    private final Instant expiresAt;
    private @Nullable Sent sent;
    private Instant notBefore = Instant.MIN;

    /// An answer that is on its way.
    ///
    /// @param seen the file it was read from, as it was then
    /// @param content of that file
    record Sent(FileSnapshot seen, Secret content, Decision decision) {}

    private OpenEvent(String eventId, Secret token, Instant expiresAt) {
        this.eventId = eventId;
        this.token = token;
        this.expiresAt = expiresAt;
    }

    /// Of what the gateway shows; empty for what cannot be decided.
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

    String reference() {
        return reference;
    }

    String eventId() {
        return eventId;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    Optional<Sent> sent() {
        return Optional.ofNullable(sent);
    }

    void send(Sent answer) {
        sent = answer;
    }

    /// Whether the answer may be sent now, as far as this event goes.
    boolean isDue(Instant now) {
        return !now.isBefore(notBefore);
    }

    /// It is not to be sent before this time.
    void hold(Instant until) {
        notBefore = until;
    }

    /// Another answer may be given.
    void takeBack() {
        sent = null;
    }

    AgentApi.DecisionRequest wish(Decision decision) {
        return new AgentApi.DecisionRequest(attemptId, eventId, token.text(), decision);
    }
}
