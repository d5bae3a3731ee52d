/// The program at the agent's side. It reaches the gateway over HTTP, with the agent's API key and no credential of
/// Kafka.
///
/// Start reading at [BridgeMain].
@NullMarked
package io.frostglass.bridge;

import org.jspecify.annotations.NullMarked;
