/// `frostglass bench`: a package for each thing that is measured.
@NullMarked
package io.frostglass.benchmarks;

import org.jspecify.annotations.NullMarked;
