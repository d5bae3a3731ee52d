/// The rules file: which event becomes an alert, how urgent, and for whom. Pure: no Kafka, no HTTP.
///
/// Start reading at [io.frostglass.escalation.rules.RuleSet].
@NullMarked
package io.frostglass.escalation.rules;

import org.jspecify.annotations.NullMarked;
