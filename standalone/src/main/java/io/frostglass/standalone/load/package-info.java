/// Sends what cameras see to an ingest, signed, on a schedule fixed in advance.
@NullMarked
package io.frostglass.standalone.load;

import org.jspecify.annotations.NullMarked;
