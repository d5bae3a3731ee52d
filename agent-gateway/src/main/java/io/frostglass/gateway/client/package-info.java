/// For programs on an agent's machine: a gateway that runs elsewhere, by its HTTP API.
@NullMarked
package io.frostglass.gateway.client;

import org.jspecify.annotations.NullMarked;
