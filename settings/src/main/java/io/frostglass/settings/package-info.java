/// How applications are told what to do: secrets by reference, YAML whose errors name the line, files that are read
/// again when they change. Knows no Kafka and no HTTP.
///
/// Start reading at [io.frostglass.settings.YamlDocument].
@NullMarked
package io.frostglass.settings;

import org.jspecify.annotations.NullMarked;
