@NullMarked
package io.frostglass.encryption;

import org.jspecify.annotations.NullMarked;
