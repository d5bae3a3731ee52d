@NullMarked
package io.frostglass.gateway.rollout;

import org.jspecify.annotations.NullMarked;
