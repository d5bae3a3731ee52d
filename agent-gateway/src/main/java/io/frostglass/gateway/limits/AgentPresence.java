package io.frostglass.gateway.limits;

import io.frostglass.gateway.agents.Agent;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which agents have lately asked this instance for events, or have acknowledged one that it sent. An agent is
/// present for twice as long as it may wait for events.
final class AgentPresence {

    private static final Duration LATELY = Duration.ofSeconds(60);

    /// By name.
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
