/// The command line: what is not an application of its own.
@NullMarked
package io.frostglass.cli;

import org.jspecify.annotations.NullMarked;
