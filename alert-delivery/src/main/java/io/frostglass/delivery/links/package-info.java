/// Links in messages: to a page where a person acknowledges or resolves an incident, and to the thumbnail of an alert.
/// Each link says itself, signed, what it is for, so any instance serves it, after any restart.
///
/// Start reading at [io.frostglass.delivery.links.LinkHandler].
@NullMarked
package io.frostglass.delivery.links;

import org.jspecify.annotations.NullMarked;
