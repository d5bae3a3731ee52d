@NullMarked
package io.frostglass.escalation;

import org.jspecify.annotations.NullMarked;
