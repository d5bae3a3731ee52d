@NullMarked
package io.frostglass.verifier;

import org.jspecify.annotations.NullMarked;
