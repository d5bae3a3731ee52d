/// A Kafka broker and a schema registry in this process, for development, the demo and tests.
///
/// Start reading at [io.frostglass.embedded.EmbeddedBroker].
@NullMarked
package io.frostglass.embedded;

import org.jspecify.annotations.NullMarked;
