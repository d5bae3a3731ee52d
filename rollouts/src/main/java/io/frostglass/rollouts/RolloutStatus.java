package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import java.util.List;

/// How a site stands.
///
/// @param now what counts
/// @param awaiting what would count if somebody else approved it, the oldest first
public record RolloutStatus(String siteId, RolloutStage now, List<AgentRollout> awaiting) {

    public RolloutStatus {
        awaiting = List.copyOf(awaiting);
    }
}
