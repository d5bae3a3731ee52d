package io.frostglass.gateway.push;

import java.util.Locale;

/// How an event ended, for one agent.
enum PushOutcome {
    /// It was acknowledged.
    DELIVERED,
    /// The endpoint will not take it.
    REFUSED,
    /// Its token ended first.
    EXPIRED,
    /// The agent does not see it.
    HIDDEN,
    /// A fault of ours.
    FAILED,
    /// It has not ended: it is for whoever reads its partition next.
    STOPPED;

    /// For metrics.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
