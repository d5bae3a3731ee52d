/// Files that people write: references to secrets, YAML with the line of what is wrong, reading again on change.
@NullMarked
package io.frostglass.settings;

import org.jspecify.annotations.NullMarked;
