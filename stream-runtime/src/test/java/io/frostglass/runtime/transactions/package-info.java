@NullMarked
package io.frostglass.runtime.transactions;

import org.jspecify.annotations.NullMarked;
