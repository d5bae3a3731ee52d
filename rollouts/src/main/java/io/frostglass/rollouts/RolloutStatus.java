package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import java.util.List;

/// The status of a site.
///
/// @param awaiting rollouts that need an approval to count, the oldest first
public record RolloutStatus(String siteId, RolloutStage now, List<AgentRollout> awaiting) {

    public RolloutStatus {
        awaiting = List.copyOf(awaiting);
    }
}
