@NullMarked
package io.frostglass.bridge.client;

import org.jspecify.annotations.NullMarked;
