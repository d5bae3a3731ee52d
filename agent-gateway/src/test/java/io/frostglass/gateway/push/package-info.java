@NullMarked
package io.frostglass.gateway.push;

import org.jspecify.annotations.NullMarked;
