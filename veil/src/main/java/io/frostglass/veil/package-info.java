/// Picture in, thumbnail and hash out. Start reading at [Veil].
@NullMarked
package io.frostglass.veil;

import org.jspecify.annotations.NullMarked;
