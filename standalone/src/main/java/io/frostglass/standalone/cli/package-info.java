/// The commands `demo`, `simulate` and `receive`.
@NullMarked
package io.frostglass.standalone.cli;

import org.jspecify.annotations.NullMarked;
