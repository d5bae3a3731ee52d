/// The gateway's HTTP API, for programs at the agent's side.
@NullMarked
package io.frostglass.bridge.client;

import org.jspecify.annotations.NullMarked;
