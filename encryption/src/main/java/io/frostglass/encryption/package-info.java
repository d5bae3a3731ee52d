/// Encryption of what holds a picture, or comes from one, on a broker's disk.
@NullMarked
package io.frostglass.encryption;

import org.jspecify.annotations.NullMarked;
