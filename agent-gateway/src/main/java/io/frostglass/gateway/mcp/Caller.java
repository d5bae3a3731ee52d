package io.frostglass.gateway.mcp;

import io.frostglass.gateway.agents.Agent;
import org.jspecify.annotations.Nullable;

/// Who makes the request that a thread is at.
///
/// @param agent whose key came with it
/// @param origin from where, as the audit log is told
public record Caller(Agent agent, @Nullable String origin) {

    /// Bound by the door for as long as it handles the request.
    public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();
}
