/// The commands `demo` and `simulate`.
@NullMarked
package io.frostglass.standalone.cli;

import org.jspecify.annotations.NullMarked;
