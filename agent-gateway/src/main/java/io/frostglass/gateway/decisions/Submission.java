package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Something to write, and who waits for it.
sealed interface Submission {

    CompletableFuture<Written> done();

    /// How many records it is.
    default int size() {
        return switch (this) {
            case Attempt _, Refusal _ -> 1;
            case Shown shown -> shown.entries().size();
        };
    }

    /// A decision.
    ///
    /// @param origin goes with it in a header, for the audit entry of its outcome
    record Attempt(AgentDecision decision, @Nullable String origin, CompletableFuture<Written> done)
            implements Submission {}

    /// Audit entries of what is about to be shown, all of them or none.
    record Shown(List<AuditEntry> entries, CompletableFuture<Written> done) implements Submission {}

    /// An audit entry of somebody who was refused, or asked and is shown nothing.
    record Refusal(AuditEntry entry, CompletableFuture<Written> done) implements Submission {}
}
