package io.frostglass.escalation;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import java.util.function.BooleanSupplier;

/// Whether there is an agent to wait for. What is not known is taken in favour of the alert: none begins to wait then,
/// and one that waits does so until its deadline at most.
///
/// @param read whether all has been read that the gateways had said when we began
/// @param inSight whether we would learn of what they say now
record AgentPresenceLookup(AgentAvailability agentAvailability, BooleanSupplier read, BooleanSupplier inSight) {

    static AgentPresenceLookup of(AgentAvailability agentAvailability, TopicFollower<?> topic) {
        return new AgentPresenceLookup(
                agentAvailability, topic::isCaughtUp, () -> topic.health() instanceof HealthState.Up);
    }

    /// Whether it is worth while to begin to wait.
    boolean isThere(String eventId, String siteId) {
        return inSight.getAsBoolean() && agentAvailability.includes(eventId, siteId);
    }

    /// Whether who was there is no more. Not so while an instance that has just started does not know yet: it would let
    /// go of all that it was handed.
    boolean isGone(String eventId, String siteId) {
        return read.getAsBoolean() && !agentAvailability.includes(eventId, siteId);
    }
}
