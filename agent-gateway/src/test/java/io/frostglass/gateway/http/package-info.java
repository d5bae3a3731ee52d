@NullMarked
package io.frostglass.gateway.http;

import org.jspecify.annotations.NullMarked;
