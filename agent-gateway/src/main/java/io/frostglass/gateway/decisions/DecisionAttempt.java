package io.frostglass.gateway.decisions;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.tools.decisions.Decision;
import org.jspecify.annotations.Nullable;

/// An agent's attempt to decide about an event.
///
/// @param id by which the same attempt is known again; a random UUID
/// @param caller who makes it
/// @param eventId about what, as the agent says
/// @param token the event's token, as the agent says; null if it brings none
/// @param decision what it wants
public record DecisionAttempt(
        String id, Caller caller, String eventId, @Nullable String token, Decision decision) {

    @Override
    public String toString() {
        return "DecisionAttempt[" + id + "]";
    }
}
