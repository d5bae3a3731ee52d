@NullMarked
package io.frostglass.delivery;

import org.jspecify.annotations.NullMarked;
