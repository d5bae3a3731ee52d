@NullMarked
package io.frostglass.gateway.audit;

import org.jspecify.annotations.NullMarked;
