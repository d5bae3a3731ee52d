/// `frostglass synthetic`: a camera that is no device, and tests the way of an event every day. It needs no Kafka and
/// no sites file, only the secrets of its own cameras, and belongs where cameras are: outside of all zones.
@NullMarked
package io.frostglass.ingest.synthetic;

import org.jspecify.annotations.NullMarked;
