/// The audit log: how applications write entries, and how readers read them.
///
/// Start reading at [io.frostglass.runtime.audit.AuditRecords] for writers, and at
/// [io.frostglass.runtime.audit.AuditLog] for readers.
@NullMarked
package io.frostglass.runtime.audit;

import org.jspecify.annotations.NullMarked;
