/// Agreed texts for decisions, instead of the agents' own words. Knows neither HTTP nor Kafka.
///
/// Start reading at [Templates].
@NullMarked
package io.frostglass.gateway.templates;

import org.jspecify.annotations.NullMarked;
