package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.transactions.BatchWriteRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something to write.
sealed interface WriteRequest extends BatchWriteRequest {

    @Override
    default int records() {
        return switch (this) {
            case DecisionWrite _, RefusalWrite _ -> 1;
            case ShownWrite shownWrite -> shownWrite.entries().size();
        };
    }

    /// A decision.
    ///
    /// @param origin goes with it in a header, for the audit entry of its outcome
    record DecisionWrite(AgentDecision decision, @Nullable String origin) implements WriteRequest {}

    /// Audit entries of what is about to be shown, all of them or none.
    record ShownWrite(List<AuditEntry> entries) implements WriteRequest {}

    /// An audit entry of somebody who was refused, or asked and is shown nothing.
    record RefusalWrite(AuditEntry entry) implements WriteRequest {}
}
