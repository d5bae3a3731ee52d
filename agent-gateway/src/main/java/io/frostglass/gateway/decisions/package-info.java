/// The decisions of agents, each token once. Knows no HTTP.
///
/// Start reading at [DecisionService].
@NullMarked
package io.frostglass.gateway.decisions;

import org.jspecify.annotations.NullMarked;
