@NullMarked
package io.frostglass.tools;

import org.jspecify.annotations.NullMarked;
