@NullMarked
package io.frostglass.tls;

import org.jspecify.annotations.NullMarked;
