package io.frostglass.tools;

import io.frostglass.tools.decisions.Decision;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One agent's view of the gateway. The gateway implements it itself, and the agent bridge over HTTP.
public interface AgentApi {

    /// Events that the agent may see.
    ///
    /// @param cursor where the last page ended, as that page says; empty to begin
    /// @param limit most events
    /// @param wait how long to wait for an event, if there is none
    /// @return `{"events": […], "cursor": "…"}`
    ApiResponse list(Optional<String> cursor, int limit, Duration wait) throws InterruptedException;

    /// One event that the agent may see, as in a page of [#list].
    ApiResponse find(String eventId) throws InterruptedException;

    /// Decides about an event.
    ///
    /// @return `{"event_id", "outcome", "severity", "decided_at"}`
    ApiResponse decide(DecisionRequest decisionRequest) throws InterruptedException;

    /// The templates of the gateway.
    ///
    /// @return `{"templates": […]}`
    ApiResponse templates() throws InterruptedException;

    /// Records what the agent did wrong. It counts for the anomaly detector.
    void report(MisuseReport report) throws InterruptedException;

    /// A decision, to be made once.
    ///
    /// @param attemptId a UUID, the same each time that the same request is sent
    /// @param token the token of the event; null if the agent sent none
    record DecisionRequest(
            String attemptId, String eventId, @Nullable String token, Decision decision) {
        @Override
        public String toString() {
            return "DecisionRequest[" + attemptId + "]";
        }
    }
}
