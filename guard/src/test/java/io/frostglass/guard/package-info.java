@NullMarked
package io.frostglass.guard;

import org.jspecify.annotations.NullMarked;
