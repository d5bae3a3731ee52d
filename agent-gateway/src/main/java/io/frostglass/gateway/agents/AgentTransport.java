package io.frostglass.gateway.agents;

import java.util.Locale;

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
