@NullMarked
package io.frostglass.veil;

import org.jspecify.annotations.NullMarked;
