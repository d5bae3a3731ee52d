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
import java.util.Set;

/// The MCP sessions, each of one agent. The id of a session is no credential: it works only with its agent's key.
///
/// ```
/// opened ──used──▶ opened      as long as it is used
///    └──closed, or idle for too long──▶ forgotten
/// ```
public final class McpSessions {

    /// One agent gets this share of the places.
    private static final int SHARE = 4;

    private final int most;
    private final Duration idle;
    private final InstantSource clock;

    private final Map<String, SessionEntry> byId = new HashMap<>();

    private record SessionEntry(String agentId, Instant used, McpSession session) {}

    /// An open session.
    ///
    /// @param revision of the protocol that client and server agreed on
    public record McpSession(McpStreamableServerSession sdk, String revision) {

        String id() {
            return sdk.getId();
        }

        /// Whether its client may send several messages as one array: only this revision allows that.
        public boolean takesBatches() {
            return revision.equals("2025-03-26");
        }
    }

    public McpSessions(McpLimits limits, InstantSource clock) {
        this.most = limits.sessions();
        this.idle = limits.idle();
        this.clock = clock;
    }

    /// Opens a session for the agent.
    ///
    /// @return false if there are too many
    synchronized boolean open(McpSession session, Agent agent) {
        if (!hasRoom(agent)) {
            return false;
        }
        byId.put(session.id(), new SessionEntry(agent.id(), clock.instant(), session));
        return true;
    }

    /// Whether the agent may open another session.
    synchronized boolean hasRoom(Agent agent) {
        forgetIdle();
        long own = byId.values().stream()
                .filter(entry -> entry.agentId().equals(agent.id()))
                .count();
        return byId.size() < most && own < Math.max(1, most / SHARE);
    }

    /// The session of an id, if it belongs to the agent. It does not become idle.
    public synchronized Optional<McpSession> use(String id, Agent agent) {
        forgetIdle();
        SessionEntry entry = byId.get(id);
        if (entry == null || !entry.agentId().equals(agent.id())) {
            return Optional.empty();
        }
        byId.put(id, new SessionEntry(entry.agentId(), clock.instant(), entry.session()));
        return Optional.of(entry.session());
    }

    /// Ends a session.
    public synchronized void close(McpSession mcpSession) {
        byId.remove(mcpSession.id());
        mcpSession.sdk().close();
    }

    private void forgetIdle() {
        Instant horizon = clock.instant().minus(idle);
        List.copyOf(byId.values()).stream()
                .filter(entry -> entry.used().isBefore(horizon))
                .forEach(entry -> close(entry.session()));
    }

    public synchronized int size() {
        return byId.size();
    }

    /// Limits for MCP.
    ///
    /// @param origins pages (scheme, host and port) whose scripts may send messages, beside those of this machine
    /// @param sessions the most sessions at once; one agent gets a quarter of them
    /// @param idle after which a session that nobody uses ends
    public record McpLimits(Set<String> origins, int sessions, Duration idle) {}
}
