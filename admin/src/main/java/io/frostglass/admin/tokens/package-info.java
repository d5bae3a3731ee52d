/// Tokens, for people: taking them back, new keys, and what happened to them.
@NullMarked
package io.frostglass.admin.tokens;

import org.jspecify.annotations.NullMarked;
