/// Checks of agents' words before people see them, and of cameras' words before agents see them: a chain of small
/// checks, the same for all transports. Knows no HTTP, no topics and no log.
///
/// Start reading at [io.frostglass.guard.Guard].
@NullMarked
package io.frostglass.guard;

import org.jspecify.annotations.NullMarked;
