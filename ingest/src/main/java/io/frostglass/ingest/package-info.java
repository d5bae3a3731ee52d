/// Takes the cameras' webhooks, verifies and writes them, and answers when the event is durable.
///
/// Start reading at [io.frostglass.ingest.IngestApp], then [io.frostglass.ingest.MotionHandler].
@NullMarked
package io.frostglass.ingest;

import org.jspecify.annotations.NullMarked;
