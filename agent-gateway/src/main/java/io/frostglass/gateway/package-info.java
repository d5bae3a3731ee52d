/// The gateway for AI agents: they read sanitized events, and the gateway checks their decisions.
///
/// Start reading at [io.frostglass.gateway.GatewayApp].
@NullMarked
package io.frostglass.gateway;

import org.jspecify.annotations.NullMarked;
