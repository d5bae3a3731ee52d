/// Measures how anonymous veiled pictures are, by attacking them. Start at [PrivacyBench].
@NullMarked
package io.frostglass.benchmarks.privacy;

import org.jspecify.annotations.NullMarked;
