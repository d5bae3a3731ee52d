@NullMarked
package io.frostglass.escalation.routes;

import org.jspecify.annotations.NullMarked;
