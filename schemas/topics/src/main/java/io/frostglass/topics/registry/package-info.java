/// A client of schema registries that speak Confluent's REST API.
///
/// Start reading at [io.frostglass.topics.registry.SchemaRegistryClient].
@NullMarked
package io.frostglass.topics.registry;

import org.jspecify.annotations.NullMarked;
