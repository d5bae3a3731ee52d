/// Incidents: what becomes of an alert, and of those that follow it, until somebody or quiet resolves them. Pure: no
/// Kafka, no HTTP.
///
/// Start reading at [io.frostglass.escalation.incidents.IncidentStateMachine].
@NullMarked
package io.frostglass.escalation.incidents;

import org.jspecify.annotations.NullMarked;
