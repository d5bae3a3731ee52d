/// `frostglass drill`: tabletop exercises on an installation of their own.
@NullMarked
package io.frostglass.standalone.drill;

import org.jspecify.annotations.NullMarked;
