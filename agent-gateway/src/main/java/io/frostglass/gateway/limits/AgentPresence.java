package io.frostglass.gateway.limits;

import io.frostglass.gateway.agents.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which agents have asked this instance for events of late, or have taken one that it sent. Twice as long as one may
/// wait for them, so that who
/// waits is there.
final class AgentPresence {

    private static final Duration LATELY = Duration.ofSeconds(60);

    /// By name; as many as there are in the agents file.
    private final Map<String, LastSeen> agents = new HashMap<>();

    private record LastSeen(Agent agent, Instant at) {}

    synchronized void attends(Agent agent, Instant now) {
        agents.put(agent.id(), new LastSeen(agent, now));
    }

    synchronized List<Agent> now(Instant now) {
        agents.values().removeIf(lastSeen -> lastSeen.at().plus(LATELY).isBefore(now));
        return agents.values().stream().map(LastSeen::agent).toList();
    }
}
