package io.frostglass.gateway.decisions;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.tools.decisions.Decision;
import org.jspecify.annotations.Nullable;

/// An agent's attempt to decide about an event.
///
/// @param id a UUID that identifies the attempt if it is made again
/// @param eventId the event, as the agent names it
/// @param token the event's token, as the agent sends it; null if it sends none
public record DecisionAttempt(
        String id, Caller caller, String eventId, @Nullable String token, Decision decision) {

    @Override
    public String toString() {
        return "DecisionAttempt[" + id + "]";
    }
}
