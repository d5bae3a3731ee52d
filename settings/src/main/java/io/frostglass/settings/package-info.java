/// YAML files whose problems name line and path, references to secrets, and files that are read again when they
/// change. Start reading at [io.frostglass.settings.YamlDocument].
@NullMarked
package io.frostglass.settings;

import org.jspecify.annotations.NullMarked;
