/// What agents see and what their decisions are for by the rollouts, and where there is somebody to wait for.
///
/// Start reading at [io.frostglass.gateway.rollout.Attendance].
@NullMarked
package io.frostglass.gateway.rollout;

import org.jspecify.annotations.NullMarked;
