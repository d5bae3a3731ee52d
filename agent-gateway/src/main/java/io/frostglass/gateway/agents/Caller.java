package io.frostglass.gateway.agents;

import org.jspecify.annotations.Nullable;

/// Who makes a request.
///
/// @param agent whose key came with it
/// @param agentTransport by which way in
/// @param origin from where, as the audit log is told
public record Caller(
        Agent agent,
        AgentTransport agentTransport,
        @Nullable String origin) {}
