/// Access tokens of an identity provider. Knows no agents, only their subjects at the provider.
@NullMarked
package io.frostglass.gateway.oidc;

import org.jspecify.annotations.NullMarked;
