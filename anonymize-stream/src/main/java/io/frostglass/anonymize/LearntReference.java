package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.topics.Principal;
import io.frostglass.veil.DropReason;
import java.time.Instant;
import java.util.Optional;

/// A reference picture of a camera's empty scene. Only its audit entry goes on.
///
/// @param dropped why nothing was learnt of it; empty if something was
/// @param at when it was learnt
record LearntReference(String eventId, Camera camera, Optional<DropReason> dropped, Instant at)
        implements SanitizeResult {

    AuditEntry auditEntry() {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.ANONYMIZE_STREAM.user())
                .setAction(Action.learnt)
                .setReason(dropped.map(DropReason::code).orElse(null))
                .setEventId(eventId)
                .setSiteId(camera.site().id())
                .setCameraId(camera.id())
                .build();
    }
}
