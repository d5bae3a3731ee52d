package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.tools.Refusal;

/// Which agent makes a request.
sealed interface AuthenticationResult {

    /// An agent that may make requests now, from this address.
    record Authenticated(Agent agent) implements AuthenticationResult {}

    /// None.
    record NotAuthenticated(Refusal refusal) implements AuthenticationResult {}
}
