package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which agents are paused, by the topic of switches. A switch that cannot be read pauses its agent.
public final class PauseSwitches implements RecordHandler<AgentSwitch> {

    /// The key of the switch for all agents.
    public static final String ALL = "all";

    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    boolean isPaused(String agentId) {
        return !paused.isEmpty() && (paused.contains(ALL) || paused.contains(agentId));
    }

    @Override
    public void take(FollowedRecord<AgentSwitch> followed) {
        boolean on = switch (followed.recordContent()) {
            case RecordContent.RecordValue<? extends AgentSwitch>(AgentSwitch it) ->
                it.getState() == SwitchState.running;
            case RecordContent.Deleted<?> _ -> true;
            case RecordContent.UnreadableRecord<?> _ -> false;
        };
        if (on) {
            paused.remove(followed.key());
        } else {
            paused.add(followed.key());
        }
    }

    /// The number of switches that pause an agent.
    public int size() {
        return paused.size();
    }
}
