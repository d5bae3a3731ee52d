@NullMarked
package io.frostglass.gateway.tokens;

import org.jspecify.annotations.NullMarked;
