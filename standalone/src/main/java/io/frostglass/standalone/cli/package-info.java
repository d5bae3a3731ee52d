/// The commands `simulate`, `receive` and `backup verify`, and the main class of all.
@NullMarked
package io.frostglass.standalone.cli;

import org.jspecify.annotations.NullMarked;
