/// Tells agents of events that do not ask for them: each as a Standard Webhook to the agent's endpoint.
///
/// Start reading at [io.frostglass.gateway.push.Pushes], then follow one event in
/// [io.frostglass.gateway.push.Delivery].
@NullMarked
package io.frostglass.gateway.push;

import org.jspecify.annotations.NullMarked;
