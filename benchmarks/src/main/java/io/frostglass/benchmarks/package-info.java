/// `frostglass bench`, with a package for each kind of measurement.
@NullMarked
package io.frostglass.benchmarks;

import org.jspecify.annotations.NullMarked;
