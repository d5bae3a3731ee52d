@NullMarked
package io.frostglass.gateway.limits;

import org.jspecify.annotations.NullMarked;
