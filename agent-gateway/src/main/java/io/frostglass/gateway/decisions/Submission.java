package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Something to write, and who waits for it.
sealed interface Submission {

    CompletableFuture<Written> done();

    /// A decision.
    ///
    /// @param origin goes with it in a header, for the audit entry of its outcome
    record Attempt(AgentDecision decision, @Nullable String origin, CompletableFuture<Written> done)
            implements Submission {}

    /// An audit entry on its own.
    record Entry(AuditEntry entry, CompletableFuture<Written> done) implements Submission {}
}
