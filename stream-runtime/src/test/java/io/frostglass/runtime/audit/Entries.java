package io.frostglass.runtime.audit;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Audit entries as an application makes them.
final class Entries {

    private Entries() {}

    static AuditEntry entry(Principal application, String event, Instant at) {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(application.user())
                .setAction(Action.minted)
                .setEventId(event)
                .build();
    }

    static WrittenEntry numbered(Principal writer, Instant at, @Nullable String run, long sequence) {
        var entry = AuditEntry.newBuilder(entry(writer, "evt-" + sequence, at))
                .setRunId(run)
                .setSequence(sequence)
                .build();
        return new WrittenEntry(writer, at, entry);
    }
}
