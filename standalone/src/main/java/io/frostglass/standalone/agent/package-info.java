/// An agent for the demo. It uses the gateway's MCP interface, as any other agent does.
@NullMarked
package io.frostglass.standalone.agent;

import org.jspecify.annotations.NullMarked;
