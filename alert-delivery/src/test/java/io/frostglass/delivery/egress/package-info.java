@NullMarked
package io.frostglass.delivery.egress;

import org.jspecify.annotations.NullMarked;
