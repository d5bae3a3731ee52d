@NullMarked
package io.frostglass.watch;

import org.jspecify.annotations.NullMarked;
