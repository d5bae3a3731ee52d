/// MCP over standard input and output, for an agent that starts its MCP server as a program.
///
/// Start reading at [StdioServer].
@NullMarked
package io.frostglass.bridge.stdio;

import org.jspecify.annotations.NullMarked;
