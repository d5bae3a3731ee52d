package io.frostglass.gateway.agents;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The agent that makes a request.
///
/// @param origin the client's address, as the audit log has it; null if it is not known
public record Caller(
        Agent agent,
        AgentTransport agentTransport,
        @Nullable String origin) {

    /// How events and decisions go between an agent and the gateway.
    public enum AgentTransport {
        HTTP,
        MCP,
        /// The gateway sends events to the agent.
        PUSH;

        /// For the audit log.
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
