@NullMarked
package io.frostglass.gateway.client;

import org.jspecify.annotations.NullMarked;
