/// Decides whether a token allows an alert about an event.
///
/// Start reading at [io.frostglass.verifier.TokenVerifier], then [io.frostglass.verifier.Refusal] (what can be wrong)
/// and [io.frostglass.verifier.JwksUrl] (where keys come from).
@NullMarked
package io.frostglass.verifier;

import org.jspecify.annotations.NullMarked;
