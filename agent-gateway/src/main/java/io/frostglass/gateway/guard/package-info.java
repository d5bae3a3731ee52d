/// What an agent's words must not carry, and what a camera's must not bring to an agent: small checks in a chain, the
/// same for all ways in and out. Knows no HTTP, no topics and no log.
///
/// Start reading at [io.frostglass.gateway.guard.Guard].
@NullMarked
package io.frostglass.gateway.guard;

import org.jspecify.annotations.NullMarked;
