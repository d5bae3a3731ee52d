package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who is paused, as the topic of switches says. A switch that cannot be read is off.
public final class PauseSwitches implements RecordHandler<AgentSwitch> {

    /// The key of the switch that is everybody's. No agent's: an agent of that name is paused with all others.
    public static final String ALL = "all";

    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    boolean isPaused(String agentId) {
        return !paused.isEmpty() && (paused.contains(ALL) || paused.contains(agentId));
    }

    @Override
    public void take(FollowedRecord<AgentSwitch> followedRecord) {
        boolean on = switch (followedRecord.recordContent()) {
            case RecordContent.RecordValue<? extends AgentSwitch>(AgentSwitch it) ->
                it.getState() == SwitchState.running;
            case RecordContent.Deleted<?> _ -> true;
            case RecordContent.UnreadableRecord<?> _ -> false;
        };
        if (on) {
            paused.remove(followedRecord.key());
        } else {
            paused.add(followedRecord.key());
        }
    }

    /// How many are off.
    public int size() {
        return paused.size();
    }
}
