/// The application escalation-sink: sanitized events become alerts by rules, and alerts reach people.
///
/// Start reading at [io.frostglass.escalation.EscalationApp].
@NullMarked
package io.frostglass.escalation;

import org.jspecify.annotations.NullMarked;
