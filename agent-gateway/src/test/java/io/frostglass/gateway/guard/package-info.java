@NullMarked
package io.frostglass.gateway.guard;

import org.jspecify.annotations.NullMarked;
