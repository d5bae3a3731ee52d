@NullMarked
package io.frostglass.benchmarks.privacy;

import org.jspecify.annotations.NullMarked;
