package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.BatchWriteRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to write.
sealed interface Submission extends BatchWriteRequest {

    @Override
    default int records() {
        return switch (this) {
            case Attempt _, Refusal _ -> 1;
            case Shown shown -> shown.entries().size();
        };
    }

    /// A decision.
    ///
    /// @param origin goes with it in a header, for the audit entry of its outcome
    record Attempt(AgentDecision decision, @Nullable String origin) implements Submission {}

    /// Audit entries of what is about to be shown, all of them or none.
    record Shown(List<AuditEntry> entries) implements Submission {}

    /// An audit entry of somebody who was refused, or asked and is shown nothing.
    record Refusal(AuditEntry entry) implements Submission {}
}
