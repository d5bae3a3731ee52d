/// What a camera sends and why it is believed: the sites file, signatures, the event's body, the words of labels.
///
/// Start reading at [io.frostglass.cameras.SitesFile], then [io.frostglass.cameras.SignatureVerifier] and
/// [io.frostglass.cameras.MotionBody].
@NullMarked
package io.frostglass.cameras;

import org.jspecify.annotations.NullMarked;
