/// What every way in has in common: one agent's view of the gateway. Knows neither HTTP nor MCP.
///
/// Start reading at [io.frostglass.gateway.api.Desk].
@NullMarked
package io.frostglass.gateway.api;

import org.jspecify.annotations.NullMarked;
