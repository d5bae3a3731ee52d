/// The entries of the audit log. The gateway writes some when something happens; others follow from a topic.
///
/// Start reading at [AuditEntryFactory] and [DerivedAudit].
@NullMarked
package io.frostglass.gateway.audit;

import org.jspecify.annotations.NullMarked;
