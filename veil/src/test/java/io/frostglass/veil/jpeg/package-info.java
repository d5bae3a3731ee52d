@NullMarked
package io.frostglass.veil.jpeg;

import org.jspecify.annotations.NullMarked;
