package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.topics.Principal;
import java.time.Instant;

/// What a raw record turned out to be.
sealed interface RawEventResult {

    /// A camera signed it. Everything here is from the signed bytes and the sites file, nothing from what whoever
    /// wrote the record said of it.
    record Genuine(String eventId, Camera camera, MotionEvent event, Instant receivedAt) implements RawEventResult {
        @Override
        public String toString() {
            return "Genuine[" + eventId + "]";
        }
    }

    /// No camera signed it, or it is no event.
    ///
    /// @param reason a word of a fixed list
    record NotGenuine(MotionRaw raw, String reason, Instant at) implements RawEventResult {

        /// Without ids: those in the record are the word of whoever wrote it.
        AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setAt(at)
                    .setApplication(Principal.ANONYMIZE_STREAM.user())
                    .setAction(Action.refused)
                    .setReason(reason)
                    .build();
        }
    }
}
