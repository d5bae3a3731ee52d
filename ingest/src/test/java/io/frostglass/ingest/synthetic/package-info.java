@NullMarked
package io.frostglass.ingest.synthetic;

import org.jspecify.annotations.NullMarked;
