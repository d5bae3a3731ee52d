/// The sites file, the signatures of cameras, the body of an event, and the vocabulary of labels.
///
/// Start reading at [io.frostglass.cameras.SitesFile], then [io.frostglass.cameras.SignatureVerifier] and
/// [io.frostglass.cameras.MotionBodyParser].
@NullMarked
package io.frostglass.cameras;

import org.jspecify.annotations.NullMarked;
