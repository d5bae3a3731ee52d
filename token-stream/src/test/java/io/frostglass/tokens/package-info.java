@NullMarked
package io.frostglass.tokens;

import org.jspecify.annotations.NullMarked;
