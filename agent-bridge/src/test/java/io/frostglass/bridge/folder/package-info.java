@NullMarked
package io.frostglass.bridge.folder;

import org.jspecify.annotations.NullMarked;
