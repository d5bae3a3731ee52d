@NullMarked
package io.frostglass.runtime;

import org.jspecify.annotations.NullMarked;
