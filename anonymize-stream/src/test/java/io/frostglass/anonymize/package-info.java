@NullMarked
package io.frostglass.anonymize;

import org.jspecify.annotations.NullMarked;
