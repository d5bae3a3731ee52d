@NullMarked
package io.frostglass.veil.background;

import org.jspecify.annotations.NullMarked;
