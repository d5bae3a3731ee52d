/// The routes file: which alerts belong together, who is notified, when, and how often. Pure: no Kafka, no HTTP.
///
/// Start reading at [io.frostglass.escalation.routes.RoutingTable].
@NullMarked
package io.frostglass.escalation.routes;

import org.jspecify.annotations.NullMarked;
