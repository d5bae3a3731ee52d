/// The tools that an agent calls: their names, schemas and arguments, and one agent's view of the gateway,
/// [AgentApi]. Knows no protocol.
///
/// Start reading at [ToolDispatcher].
@NullMarked
package io.frostglass.tools;

import org.jspecify.annotations.NullMarked;
