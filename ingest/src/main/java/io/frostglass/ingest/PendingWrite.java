package io.frostglass.ingest;

import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.transactions.BatchWriteRequest;

/// Something to write.
sealed interface PendingWrite extends BatchWriteRequest {

    /// An event that may be new.
    ///
    /// @param accepted the audit entry if it is new
    /// @param repeated the audit entry if it is not
    record EventWrite(MotionRaw raw, AuditEntry accepted, AuditEntry repeated) implements PendingWrite {

        /// Itself, its receipt and its audit entry.
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
