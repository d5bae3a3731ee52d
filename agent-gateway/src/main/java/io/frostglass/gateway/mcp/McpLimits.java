package io.frostglass.gateway.mcp;

import java.time.Duration;
import java.util.Set;

/// Which web pages may use MCP, and how many sessions there may be.
///
/// @param origins of pages (scheme, host and port) whose scripts may use it, beside those of this machine
/// @param sessions most sessions at once; an agent gets a quarter of them
/// @param idle how long a session lasts without use
public record McpLimits(Set<String> origins, int sessions, Duration idle) {

    public McpLimits {
        origins = Set.copyOf(origins);
    }
}
