/// What is hot, measured.
@NullMarked
package io.frostglass.benchmarks;

import org.jspecify.annotations.NullMarked;
