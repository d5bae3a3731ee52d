@NullMarked
package io.frostglass.gateway.stdio;

import org.jspecify.annotations.NullMarked;
