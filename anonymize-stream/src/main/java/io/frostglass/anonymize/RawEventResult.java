package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.topics.Principal;
import java.time.Instant;

/// The result of verifying a raw record.
sealed interface RawEventResult {

    /// A camera signed the event. All values come from the signed bytes, the sites file and the broker, none from
    /// the writer of the record.
    record Genuine(String eventId, Camera camera, MotionEvent event, Instant receivedAt) implements RawEventResult {
        @Override
        public String toString() {
            return "Genuine[" + eventId + "]";
        }
    }

    /// No camera signed the record, or it is no event.
    ///
    /// @param reason a word of a closed list
    record NotGenuine(MotionRaw raw, String reason, Instant at) implements RawEventResult {

        /// Without ids: those in the record are not verified.
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
