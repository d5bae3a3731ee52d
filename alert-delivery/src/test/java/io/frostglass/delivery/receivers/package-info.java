@NullMarked
package io.frostglass.delivery.receivers;

import org.jspecify.annotations.NullMarked;
