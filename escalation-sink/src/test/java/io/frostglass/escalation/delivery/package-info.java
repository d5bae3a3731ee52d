@NullMarked
package io.frostglass.escalation.delivery;

import org.jspecify.annotations.NullMarked;
