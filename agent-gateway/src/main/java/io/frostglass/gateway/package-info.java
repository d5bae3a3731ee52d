/// Where AI agents meet Frostglass: what they read is sanitized, what they write is checked.
///
/// Start reading at [io.frostglass.gateway.GatewayApp].
@NullMarked
package io.frostglass.gateway;

import org.jspecify.annotations.NullMarked;
