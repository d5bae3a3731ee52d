package io.frostglass.gateway.push;

import java.util.Locale;

/// How an event ended, for one agent.
enum PushOutcome {
    /// The agent acknowledged it.
    DELIVERED,
    /// The endpoint will not take it.
    REFUSED,
    /// Its token ended first.
    EXPIRED,
    /// The agent does not see it.
    HIDDEN,
    /// A fault of the gateway.
    FAILED,
    /// It has not ended: it is for the next reader of its partition.
    STOPPED;

    /// For metrics.
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
