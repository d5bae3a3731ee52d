package io.frostglass.tools;

import io.frostglass.tools.decisions.Decision;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an agent can do, by whichever way in: in the gateway itself by [AgentApiFactory#apiOf], on a desktop over
/// HTTP.
public interface AgentApi {

    /// Events that the agent may see.
    ///
    /// @param cursor where it has come to, as it says; empty to begin
    /// @param limit most of them
    /// @param wait how long for one, where there is none
    /// @return `{"events": […], "cursor": "…"}`
    ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException;

    /// One event that the agent may see.
    ApiResponse find(String eventId) throws InterruptedException;

    /// Decides about an event.
    ///
    /// @return `{"event_id", "outcome", "severity", "decided_at"}`
    ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException;

    /// The templates that there are.
    ///
    /// @return `{"templates": […]}`
    ApiResponse templates() throws InterruptedException;

    /// Records what the agent did wrong, and counts it for the circuit breaker.
    void report(MisuseReport report) throws InterruptedException;

    /// What an agent wants decided.
    ///
    /// @param attemptId a UUID by which the same wish is known again
    /// @param token the event's; null if it brings none
    record DecisionRequest(
            String attemptId, String eventId, @Nullable String token, Decision decision) {
        @Override
        public String toString() {
            return "DecisionRequest[" + attemptId + "]";
        }
    }
}
