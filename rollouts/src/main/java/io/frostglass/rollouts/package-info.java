/// How far the decisions of agents count at each site, and who said so: what the gateway follows and people administer.
///
/// Start reading at [io.frostglass.rollouts.Rollouts].
@NullMarked
package io.frostglass.rollouts;

import org.jspecify.annotations.NullMarked;
