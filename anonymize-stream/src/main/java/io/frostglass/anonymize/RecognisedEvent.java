package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A sanitized event as it leaves the restricted zone, marked where it repeats another or shows a known scene.
///
/// @param at when it was ready
record RecognisedEvent(SanitizedMotion event, Instant at) {

    /// The entry that is written in one transaction with the event. Its digest is the thumbnail's, so that it can be
    /// proved later which picture was shown; its subject is the event that this one repeats.
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
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update(thumbnail.duplicate());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
