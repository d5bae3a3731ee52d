@NullMarked
package io.frostglass.runtime.follow;

import org.jspecify.annotations.NullMarked;
