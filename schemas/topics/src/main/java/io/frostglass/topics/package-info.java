/// The catalogue of topics, and how records of ours look on the wire.
///
/// Start reading at [io.frostglass.topics.Catalogue].
@NullMarked
package io.frostglass.topics;

import org.jspecify.annotations.NullMarked;
