/// The entries of the audit log: those that the gateway writes when something happens, and those that follow from a
/// topic.
///
/// Start reading at [AuditEntryFactory] and [DerivedAudit].
@NullMarked
package io.frostglass.gateway.audit;

import org.jspecify.annotations.NullMarked;
