package io.frostglass.gateway.agents;

import java.util.Locale;

/// By which way in an agent comes.
public enum Via {
    HTTP,
    MCP,
    /// It was told, and did not ask.
    PUSH;

    /// For the audit log.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
