@NullMarked
package io.frostglass.gateway;

import org.jspecify.annotations.NullMarked;
