/// Topics that every instance follows as a whole, into memory.
@NullMarked
package io.frostglass.gateway.follow;

import org.jspecify.annotations.NullMarked;
