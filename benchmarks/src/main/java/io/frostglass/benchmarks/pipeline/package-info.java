/// Measurements of the pipeline as it runs in production: each application in a process of its own.
///
/// Start reading at [io.frostglass.benchmarks.pipeline.PipelineBench].
@NullMarked
package io.frostglass.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
