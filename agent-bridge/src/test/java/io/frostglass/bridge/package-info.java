@NullMarked
package io.frostglass.bridge;

import org.jspecify.annotations.NullMarked;
