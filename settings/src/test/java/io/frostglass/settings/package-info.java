@NullMarked
package io.frostglass.settings;

import org.jspecify.annotations.NullMarked;
