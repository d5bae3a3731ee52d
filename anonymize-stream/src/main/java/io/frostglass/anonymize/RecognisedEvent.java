package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A sanitized event as it leaves the restricted zone, with its marks as duplicate or known scene.
///
/// @param at time of its audit entry
record RecognisedEvent(SanitizedMotion event, Instant at) {

    /// The audit entry, written in one transaction with the event. Its digest proves later which thumbnail was
    /// shown. Its subject is the event that this one repeats.
    AuditEntry auditEntry() {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.ANONYMIZE_STREAM.user())
                .setAction(Action.anonymized)
                .setReason(event.getThumbnailDropped())
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setSubject(event.getDuplicateOf())
                .setDigest(digest(event.getThumbnail()))
                .build();
    }

    private static @Nullable String digest(@Nullable ByteBuffer thumbnail) {
        if (thumbnail == null) {
            return null;
        }
        byte[] bytes = new byte[thumbnail.remaining()];
        thumbnail.duplicate().get(bytes);
        return Sha256.hex(bytes);
    }
}
