/// What every application shares: settings, life cycle, health, metrics, HTTP, and how Kafka Streams is run.
///
/// Start reading at [io.frostglass.runtime.ApplicationMain], then [io.frostglass.runtime.RunningApplication].
@NullMarked
package io.frostglass.runtime;

import org.jspecify.annotations.NullMarked;
