package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.runtime.follow.Reader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Who is paused, as the topic of switches says. A switch that cannot be read is off.
public final class Switches implements Reader<AgentSwitch> {

    /// The key of the switch that is everybody's. No agent's: an agent of that name is paused with all others.
    public static final String ALL = "all";

    private final Set<String> paused = ConcurrentHashMap.newKeySet();

    boolean isPaused(String agentId) {
        return !paused.isEmpty() && (paused.contains(ALL) || paused.contains(agentId));
    }

    @Override
    public void take(Followed<AgentSwitch> followed) {
        boolean on = switch (followed.content()) {
            case Content.Value<? extends AgentSwitch>(AgentSwitch it) -> it.getState() == SwitchState.running;
            case Content.Deleted<?> _ -> true;
            case Content.Unreadable<?> _ -> false;
        };
        if (on) {
            paused.remove(followed.key());
        } else {
            paused.add(followed.key());
        }
    }

    /// How many are off.
    public int size() {
        return paused.size();
    }
}
