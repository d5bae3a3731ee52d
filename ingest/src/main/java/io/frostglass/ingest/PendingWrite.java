package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.transactions.BatchWriteRequest;

/// A request to the batch writer.
sealed interface PendingWrite extends BatchWriteRequest {

    /// An event.
    ///
    /// @param accepted the audit entry of a new event
    /// @param repeated the audit entry of a known event
    record EventWrite(MotionRaw raw, AuditEntry accepted, AuditEntry repeated) implements PendingWrite {

        /// The event, its receipt and its audit entry.
        @Override
        public int records() {
            return 3;
        }

        @Override
        public long bytes() {
            return raw.getBody().remaining();
        }

        @Override
        public String toString() {
            return "EventWrite[redacted]";
        }
    }

    /// An audit entry on its own.
    record AuditWrite(AuditEntry entry) implements PendingWrite {
        @Override
        public int records() {
            return 1;
        }
    }
}
