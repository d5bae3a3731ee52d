/// The tools on a desktop: MCP on standard input and output, and a gateway that runs elsewhere behind it. No Kafka in
/// here.
///
/// Start reading at [io.frostglass.gateway.stdio.StdioMain].
@NullMarked
package io.frostglass.gateway.stdio;

import org.jspecify.annotations.NullMarked;
