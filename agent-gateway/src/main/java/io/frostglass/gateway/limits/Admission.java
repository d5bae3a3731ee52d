package io.frostglass.gateway.limits;

import java.time.Duration;

/// Whether an agent may do something now.
public sealed interface Admission {

    /// It may.
    ///
    /// @param most how many events it may be shown; of no meaning for decisions
    record Permitted(int most) implements Admission {}

    /// Somebody has paused it.
    record PausedByOperator() implements Admission {}

    /// It has done too much, or behaves strangely.
    ///
    /// @param reason a word for metrics and audit: `limit_…` or `breaker_…`
    /// @param retryAfter when to come again
    record OverLimit(String reason, Duration retryAfter) implements Admission {}
}
