/// What the topics say of tokens: their keys, and which were taken back.
@NullMarked
package io.frostglass.gateway.tokens;

import org.jspecify.annotations.NullMarked;
