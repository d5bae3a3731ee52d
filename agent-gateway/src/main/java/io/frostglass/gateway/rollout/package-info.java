/// How far the decisions of agents count at each site, who said so, and where there is somebody to wait for.
///
/// Start reading at [io.frostglass.gateway.rollout.Rollouts].
@NullMarked
package io.frostglass.gateway.rollout;

import org.jspecify.annotations.NullMarked;
