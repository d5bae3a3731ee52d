@NullMarked
package io.frostglass.anonymize.erasure;

import org.jspecify.annotations.NullMarked;
