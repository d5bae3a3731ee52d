/// The tools of `agent-tools` over MCP, for callers that came over HTTP: sessions and messages.
///
/// Start reading at [McpEndpoint].
@NullMarked
package io.frostglass.gateway.mcp;

import org.jspecify.annotations.NullMarked;
