@NullMarked
package io.frostglass.admin.tokens;

import org.jspecify.annotations.NullMarked;
