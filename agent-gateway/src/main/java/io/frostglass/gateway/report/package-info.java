/// What agents have decided, beside what the rules decided about the same events: for people who consider letting
/// more of it count. Works on the audit log alone.
@NullMarked
package io.frostglass.gateway.report;

import org.jspecify.annotations.NullMarked;
