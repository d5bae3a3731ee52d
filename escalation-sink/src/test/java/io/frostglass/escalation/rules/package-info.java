@NullMarked
package io.frostglass.escalation.rules;

import org.jspecify.annotations.NullMarked;
