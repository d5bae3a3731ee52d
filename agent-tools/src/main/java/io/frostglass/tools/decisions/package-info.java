/// An agent's decision about an event, and how it is read.
///
/// Start reading at [DecisionBody].
@NullMarked
package io.frostglass.tools.decisions;

import org.jspecify.annotations.NullMarked;
