/// What the applications share about the daily synthetic event of a site.
@NullMarked
package io.frostglass.runtime.synthetic;

import org.jspecify.annotations.NullMarked;
