@NullMarked
package io.frostglass.bridge.stdio;

import org.jspecify.annotations.NullMarked;
