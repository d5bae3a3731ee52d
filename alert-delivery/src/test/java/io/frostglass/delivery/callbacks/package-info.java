@NullMarked
package io.frostglass.delivery.callbacks;

import org.jspecify.annotations.NullMarked;
