/// A client of schema registries that speak Confluent's REST API:
/// [io.frostglass.topics.registry.SchemaRegistryClient].
@NullMarked
package io.frostglass.topics.registry;

import org.jspecify.annotations.NullMarked;
