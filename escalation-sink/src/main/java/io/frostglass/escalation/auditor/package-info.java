/// The auditor: whether each delivery that was due has its result, and the alarms where one has not. Pure: no Kafka, no
/// clock of its own.
@NullMarked
package io.frostglass.escalation.auditor;

import org.jspecify.annotations.NullMarked;
