package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;

/// Whether who makes a request is let in.
sealed interface Entrance {

    /// It is an agent, which may come now and from there.
    record Admitted(Agent agent) implements Entrance {}

    /// It is not let in.
    ///
    /// @param reason a word for the audit log; what is answered says less
    record Refused(String reason, Reply reply) implements Entrance {}
}
