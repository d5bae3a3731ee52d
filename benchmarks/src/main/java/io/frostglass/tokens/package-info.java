/// In the package that it measures, whose classes are nobody else's.
@NullMarked
package io.frostglass.tokens;

import org.jspecify.annotations.NullMarked;
