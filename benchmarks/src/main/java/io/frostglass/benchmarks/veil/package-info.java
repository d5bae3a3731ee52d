/// Measures the anonymising step and its parts.
@NullMarked
package io.frostglass.benchmarks.veil;

import org.jspecify.annotations.NullMarked;
