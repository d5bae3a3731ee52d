@NullMarked
package io.frostglass.rollouts;

import org.jspecify.annotations.NullMarked;
