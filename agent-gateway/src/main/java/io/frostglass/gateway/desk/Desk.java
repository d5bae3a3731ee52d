package io.frostglass.gateway.desk;

import io.frostglass.gateway.decisions.Decision;
import java.time.Duration;
import java.util.Optional;

/// What the tools need done, for one agent: in the gateway by [GatewayDesk], on a desktop over HTTP.
public interface Desk {

    /// Events that the agent may see.
    ///
    /// @param cursor where it has come to, as it says; empty to begin
    /// @param limit most of them
    /// @param wait how long for one, where there is none
    /// @return `{"events": […], "cursor": "…"}`
    Answer list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException;

    /// One event that the agent may see.
    Answer find(String eventId) throws InterruptedException;

    /// Decides about an event.
    ///
    /// @return `{"event_id", "outcome", "severity", "decided_at"}`
    Answer decide(Wish wish) throws InterruptedException;

    /// What an agent wants decided.
    ///
    /// @param attemptId a UUID by which the same wish is known again
    record Wish(String attemptId, String eventId, String token, Decision decision) {
        @Override
        public String toString() {
            return "Wish[" + attemptId + "]";
        }
    }
}
