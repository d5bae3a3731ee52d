/// Just enough JPEG: a reader that decodes at reduced scale, and a writer that writes nothing but the picture.
@NullMarked
package io.frostglass.veil.jpeg;

import org.jspecify.annotations.NullMarked;
