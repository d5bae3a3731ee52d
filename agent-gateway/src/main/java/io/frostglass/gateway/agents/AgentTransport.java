package io.frostglass.gateway.agents;

import java.util.Locale;

/// By which way in an agent comes.
public enum AgentTransport {
    HTTP,
    MCP,
    /// It was told, and did not ask.
    PUSH;

    /// For the audit log.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
