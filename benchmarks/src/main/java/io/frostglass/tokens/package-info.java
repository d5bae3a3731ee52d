/// A benchmark of token-stream. It is in the same package, for access to its package-private classes.
@NullMarked
package io.frostglass.tokens;

import org.jspecify.annotations.NullMarked;
