/// How much an agent may do, and whether it may at all. Knows no HTTP, and no topic but what it is told of it.
///
/// Start reading at [io.frostglass.gateway.limits.Gate].
@NullMarked
package io.frostglass.gateway.limits;

import org.jspecify.annotations.NullMarked;
