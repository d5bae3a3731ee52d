/// Follows events for people: ledger, summary, console lines, thumbnails. No Kafka, no HTTP.
@NullMarked
package io.frostglass.standalone.report;

import org.jspecify.annotations.NullMarked;
