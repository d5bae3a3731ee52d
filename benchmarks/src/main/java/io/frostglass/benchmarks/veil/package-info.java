/// The veil, measured: the whole step and its parts.
@NullMarked
package io.frostglass.benchmarks.veil;

import org.jspecify.annotations.NullMarked;
