@NullMarked
package io.frostglass.ingest;

import org.jspecify.annotations.NullMarked;
