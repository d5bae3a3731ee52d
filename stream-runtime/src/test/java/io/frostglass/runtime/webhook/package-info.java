@NullMarked
package io.frostglass.runtime.webhook;

import org.jspecify.annotations.NullMarked;
