@NullMarked
package io.frostglass.delivery.links;

import org.jspecify.annotations.NullMarked;
