@NullMarked
package io.frostglass.gateway.oidc;

import org.jspecify.annotations.NullMarked;
