@NullMarked
package io.frostglass.gateway.folder;

import org.jspecify.annotations.NullMarked;
