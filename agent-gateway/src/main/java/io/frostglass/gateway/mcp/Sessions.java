package io.frostglass.gateway.mcp;

import io.frostglass.gateway.agents.Agent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Whose each session is. A session's id is no secret that would let anybody in: it is good with its agent's key alone.
///
/// ```
/// opened ──used──▶ opened      for as long as somebody uses it
///    └──closed, or idle for too long──▶ forgotten
/// ```
public final class Sessions {

    /// So that no agent takes all the places.
    private static final int SHARE = 4;

    private final int most;
    private final Duration idle;
    private final InstantSource clock;

    private final Map<String, Session> byId = new HashMap<>();

    private record Session(String agentId, Instant used) {}

    public Sessions(McpLimits limits, InstantSource clock) {
        this.most = limits.sessions();
        this.idle = limits.idle();
        this.clock = clock;
    }

    /// Whether the agent may open one more.
    public synchronized boolean hasRoom(Agent agent) {
        forgetIdle();
        long own = byId.values().stream()
                .filter(session -> session.agentId().equals(agent.id()))
                .count();
        return byId.size() < most && own < Math.max(1, most / SHARE);
    }

    synchronized void opened(String id, Agent agent) {
        byId.put(id, new Session(agent.id(), clock.instant()));
    }

    /// Whether it is the agent's, who uses it now.
    public synchronized boolean use(String id, Agent agent) {
        forgetIdle();
        Session session = byId.get(id);
        if (session == null || !session.agentId().equals(agent.id())) {
            return false;
        }
        byId.put(id, new Session(session.agentId(), clock.instant()));
        return true;
    }

    /// Its agent has ended it.
    public synchronized void closed(String id) {
        byId.remove(id);
    }

    private void forgetIdle() {
        Instant horizon = clock.instant().minus(idle);
        byId.values().removeIf(session -> session.used().isBefore(horizon));
    }

    /// How many there are.
    public synchronized int size() {
        return byId.size();
    }
}
