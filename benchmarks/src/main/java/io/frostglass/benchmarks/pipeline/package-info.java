/// Measurements of the pipeline as it runs in production: each application in its own process.
///
/// Start reading at [io.frostglass.benchmarks.pipeline.PipelineBench].
@NullMarked
package io.frostglass.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
