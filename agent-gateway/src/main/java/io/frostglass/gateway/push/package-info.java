/// Pushes events to agents, each as a Standard Webhook.
///
/// Start reading at [PushService], then follow one event in [PushDelivery].
@NullMarked
package io.frostglass.gateway.push;

import org.jspecify.annotations.NullMarked;
