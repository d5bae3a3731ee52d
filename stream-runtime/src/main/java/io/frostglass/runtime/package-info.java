/// The parts that all applications share: settings, life cycle, health, metrics, HTTP, Kafka Streams.
///
/// Start reading at [io.frostglass.runtime.ApplicationMain], then [io.frostglass.runtime.RunningApplication].
@NullMarked
package io.frostglass.runtime;

import org.jspecify.annotations.NullMarked;
