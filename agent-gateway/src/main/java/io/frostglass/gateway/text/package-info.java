/// What all ways in do with text before they read it.
@NullMarked
package io.frostglass.gateway.text;

import org.jspecify.annotations.NullMarked;
