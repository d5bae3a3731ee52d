/// Commands about tokens: revocation, new keys, and history.
@NullMarked
package io.frostglass.admin.tokens;

import org.jspecify.annotations.NullMarked;
