/// An agent for the demo: it comes by the gateway's own door, as any other would.
@NullMarked
package io.frostglass.standalone.agent;

import org.jspecify.annotations.NullMarked;
