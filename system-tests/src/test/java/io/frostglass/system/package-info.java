@NullMarked
package io.frostglass.system;

import org.jspecify.annotations.NullMarked;
