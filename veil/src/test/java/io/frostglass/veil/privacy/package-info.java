@NullMarked
package io.frostglass.veil.privacy;

import org.jspecify.annotations.NullMarked;
