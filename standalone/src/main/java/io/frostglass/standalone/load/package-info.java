/// Sends the signed events of simulated cameras to an ingest, on a schedule fixed in advance.
@NullMarked
package io.frostglass.standalone.load;

import org.jspecify.annotations.NullMarked;
