/// How far agents' decisions count at each site. The gateway follows the rollouts, and operators administer them.
///
/// Start reading at [io.frostglass.rollouts.Rollouts].
@NullMarked
package io.frostglass.rollouts;

import org.jspecify.annotations.NullMarked;
