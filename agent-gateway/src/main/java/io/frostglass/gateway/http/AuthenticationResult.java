package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;

/// Whether who makes a request is let in.
sealed interface AuthenticationResult {

    /// It is an agent, which may come now and from there.
    record Authenticated(Agent agent) implements AuthenticationResult {}

    /// It is not let in.
    ///
    /// @param reason a word for the audit log; what is answered says less
    record NotAuthenticated(String reason, GatewayResponse gatewayResponse) implements AuthenticationResult {}
}
