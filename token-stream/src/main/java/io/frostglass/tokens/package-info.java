/// Mints, for each sanitized event, the token that allows one alert about it.
///
/// Start reading at [io.frostglass.tokens.TokenApp], then [io.frostglass.tokens.TokenTopology].
@NullMarked
package io.frostglass.tokens;

import org.jspecify.annotations.NullMarked;
