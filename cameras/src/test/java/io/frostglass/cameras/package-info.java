@NullMarked
package io.frostglass.cameras;

import org.jspecify.annotations.NullMarked;
