/// Erases what came from a site's pictures.
@NullMarked
package io.frostglass.anonymize.erasure;

import org.jspecify.annotations.NullMarked;
