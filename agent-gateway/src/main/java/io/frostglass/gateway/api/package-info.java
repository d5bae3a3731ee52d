/// One agent's view of the gateway, the same over HTTP, MCP and push. It knows none of them.
///
/// Start reading at [LocalAgentApi].
@NullMarked
package io.frostglass.gateway.api;

import org.jspecify.annotations.NullMarked;
