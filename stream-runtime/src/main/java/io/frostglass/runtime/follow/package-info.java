/// Topics that every instance follows as a whole, into memory.
///
/// Start reading at [io.frostglass.runtime.follow.Follower].
@NullMarked
package io.frostglass.runtime.follow;

import org.jspecify.annotations.NullMarked;
