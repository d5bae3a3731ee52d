/// The vocabulary of metrics: each metric has one definition here, from which its registration, `docs/metrics.md`, and
/// the checks of dashboards and alert rules follow.
@NullMarked
package io.frostglass.runtime.metrics;

import org.jspecify.annotations.NullMarked;
