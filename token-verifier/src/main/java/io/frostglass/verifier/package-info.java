/// Decides whether a token allows an alert about an event.
///
/// Start reading at [io.frostglass.verifier.TokenVerifier], then [io.frostglass.verifier.TokenRefusal]
/// and [io.frostglass.verifier.JwksKeySource] (a source of keys).
@NullMarked
package io.frostglass.verifier;

import org.jspecify.annotations.NullMarked;
