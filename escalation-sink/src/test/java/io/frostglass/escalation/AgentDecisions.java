package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import java.time.Instant;
import java.util.UUID;

/// Decisions of agents for tests.
final class AgentDecisions {

    static final Instant AT = Instant.parse("2026-01-18T12:34:59Z");

    private AgentDecisions() {}

    /// An agent found an event worth an alert.
    static AgentDecision.Builder raised(String eventId) {
        return decision(eventId)
                .setOutcome(AgentOutcome.raised)
                .setSeverity(AgentSeverity.error)
                .setSummary("A person at the gate");
    }

    /// An agent found it not worth one.
    static AgentDecision.Builder dismissed(String eventId) {
        return decision(eventId).setOutcome(AgentOutcome.dismissed).setSummary("A cat");
    }

    private static AgentDecision.Builder decision(String eventId) {
        return AgentDecision.newBuilder()
                .setEventId(eventId)
                .setSiteId("site-1")
                .setCameraId("cam-12")
                .setTokenId("jti-1")
                .setAttemptId(UUID.randomUUID().toString())
                .setAgent("night-shift")
                .setDecidedAt(AT);
    }
}
