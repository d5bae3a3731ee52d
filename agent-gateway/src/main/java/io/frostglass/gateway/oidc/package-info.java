/// Access tokens of an identity provider: whether they are good, and whose they are. Knows no agents but by the name
/// that the provider has for them.
@NullMarked
package io.frostglass.gateway.oidc;

import org.jspecify.annotations.NullMarked;
