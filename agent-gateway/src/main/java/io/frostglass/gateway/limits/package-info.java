/// How much an agent may read and decide, and whether it may at all. Knows neither HTTP nor Kafka.
///
/// Start reading at [AgentPolicy].
@NullMarked
package io.frostglass.gateway.limits;

import org.jspecify.annotations.NullMarked;
