package io.frostglass.standalone.report;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Audit entries as the applications write them.
final class Entries {

    static final Instant START = Instant.parse("2026-01-18T12:34:56Z");

    private Entries() {}

    static AuditEntry entry(@Nullable String eventId, Action action, int afterMillis) {
        return entry(eventId, action, afterMillis, null);
    }

    static AuditEntry entry(@Nullable String eventId, Action action, int afterMillis, @Nullable String reason) {
        return AuditEntry.newBuilder()
                .setAt(START.plusMillis(afterMillis))
                .setApplication("application")
                .setAction(action)
                .setReason(reason)
                .setEventId(eventId)
                .setCameraId("cam-1")
                .build();
    }
}
