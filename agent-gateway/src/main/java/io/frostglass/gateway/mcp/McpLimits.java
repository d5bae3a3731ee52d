package io.frostglass.gateway.mcp;

import java.time.Duration;
import java.util.Set;

/// Limits for MCP.
///
/// @param origins pages (scheme, host and port) whose scripts may send messages, beside those of this machine
/// @param sessions the most sessions at once; one agent gets a quarter of them
/// @param idle after which a session that nobody uses ends
public record McpLimits(Set<String> origins, int sessions, Duration idle) {

    public McpLimits {
        origins = Set.copyOf(origins);
    }
}
