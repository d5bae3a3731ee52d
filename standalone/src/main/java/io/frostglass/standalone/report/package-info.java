/// What became of the events: ledger, summary, console lines, thumbnails. No Kafka, no HTTP.
@NullMarked
package io.frostglass.standalone.report;

import org.jspecify.annotations.NullMarked;
