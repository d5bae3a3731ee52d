package io.frostglass.anonymize;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.cameras.Camera;
import io.frostglass.cameras.MotionEvent;
import io.frostglass.encryption.DataKey;
import io.frostglass.encryption.DataKeyId;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Optional;

/// The result of verifying a raw record.
sealed interface RawEventResult {

    /// A camera signed the event. All values come from the signed bytes, the sites file and the broker, none from
    /// the writer of the record.
    ///
    /// @param key encrypts what is stored of the picture; empty: the record was in clear
    record Genuine(String eventId, Camera camera, MotionEvent event, Instant receivedAt, Optional<DataKey> key)
            implements RawEventResult {
        @Override
        public String toString() {
            return "Genuine[" + eventId + "]";
        }
    }

    /// The event goes no further than the audit log.
    sealed interface RejectedEvent extends RawEventResult {
        AuditEntry auditEntry();
    }

    /// No camera signed the record, or it is no event.
    ///
    /// @param reason a word of a closed list
    record NotGenuine(RawRecord record, String reason, Instant at) implements RejectedEvent {

        /// Without ids: those in the record are not verified.
        @Override
        public AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setAt(at)
                    .setApplication(Principal.ANONYMIZE_STREAM.user())
                    .setAction(Action.refused)
                    .setReason(reason)
                    .build();
        }
    }

    /// Nobody can read the event any more. It was processed before: a key is erased only after that.
    record ErasedEvent(DataKeyId key, Instant at) implements RejectedEvent {

        /// Without the event's id, which cannot be verified.
        @Override
        public AuditEntry auditEntry() {
            return AuditEntry.newBuilder()
                    .setAt(at)
                    .setApplication(Principal.ANONYMIZE_STREAM.user())
                    .setAction(Action.erased)
                    .setSiteId(key.siteId())
                    .setSubject(key.toString())
                    .build();
        }
    }
}
