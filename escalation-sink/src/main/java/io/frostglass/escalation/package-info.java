/// The application escalation-sink: makes alerts of sanitized events by rules, and delivers them.
///
/// Start reading at [io.frostglass.escalation.EscalationApp].
@NullMarked
package io.frostglass.escalation;

import org.jspecify.annotations.NullMarked;
