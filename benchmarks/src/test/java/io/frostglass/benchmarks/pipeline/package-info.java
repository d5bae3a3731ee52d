@NullMarked
package io.frostglass.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
