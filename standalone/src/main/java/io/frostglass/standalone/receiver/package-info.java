/// A paging system for demonstrations and measurements: takes alerts and counts them.
@NullMarked
package io.frostglass.standalone.receiver;

import org.jspecify.annotations.NullMarked;
