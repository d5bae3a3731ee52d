package io.frostglass.gateway.mcp;

import io.frostglass.gateway.agents.Agent;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    private final Map<String, Entry> byId = new HashMap<>();

    private record Entry(String agentId, Instant used, Session session) {}

    /// An open session.
    ///
    /// @param revision of the protocol that client and server agreed on
    public record Session(McpStreamableServerSession sdk, String revision) {

        String id() {
            return sdk.getId();
        }

        /// Whether its client may send several messages as one: the revision before had no such thing, and the next
        /// took it out again.
        public boolean takesBatches() {
            return revision.equals("2025-03-26");
        }
    }

    public Sessions(McpLimits limits, InstantSource clock) {
        this.most = limits.sessions();
        this.idle = limits.idle();
        this.clock = clock;
    }

    /// Opens one for the agent.
    ///
    /// @return false if there is no room for one more
    synchronized boolean open(Session session, Agent agent) {
        if (!hasRoom(agent)) {
            return false;
        }
        byId.put(session.id(), new Entry(agent.id(), clock.instant(), session));
        return true;
    }

    /// Whether the agent may open one more.
    synchronized boolean hasRoom(Agent agent) {
        forgetIdle();
        long own = byId.values().stream()
                .filter(entry -> entry.agentId().equals(agent.id()))
                .count();
        return byId.size() < most && own < Math.max(1, most / SHARE);
    }

    /// The one of this id, if it is the agent's, who uses it now.
    public synchronized Optional<Session> use(String id, Agent agent) {
        forgetIdle();
        Entry entry = byId.get(id);
        if (entry == null || !entry.agentId().equals(agent.id())) {
            return Optional.empty();
        }
        byId.put(id, new Entry(entry.agentId(), clock.instant(), entry.session()));
        return Optional.of(entry.session());
    }

    /// Its agent has ended it.
    public synchronized void close(Session session) {
        byId.remove(session.id());
        session.sdk().close();
    }

    private void forgetIdle() {
        Instant horizon = clock.instant().minus(idle);
        List.copyOf(byId.values()).stream()
                .filter(entry -> entry.used().isBefore(horizon))
                .forEach(entry -> close(entry.session()));
    }

    /// How many there are.
    public synchronized int size() {
        return byId.size();
    }
}
