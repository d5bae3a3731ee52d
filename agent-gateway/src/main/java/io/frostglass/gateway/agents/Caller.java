package io.frostglass.gateway.agents;

import org.jspecify.annotations.Nullable;

/// The agent that makes a request.
///
/// @param origin the client's address, as the audit log has it; null if it is not known
public record Caller(
        Agent agent,
        AgentTransport agentTransport,
        @Nullable String origin) {}
