/// The keys of tokens, and the revoked tokens, as the topics have them.
@NullMarked
package io.frostglass.gateway.tokens;

import org.jspecify.annotations.NullMarked;
