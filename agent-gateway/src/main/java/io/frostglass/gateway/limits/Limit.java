package io.frostglass.gateway.limits;

import java.util.Locale;

/// What an agent can have reached.
enum Limit {
    EVENTS_PER_MINUTE,
    DECISIONS_PER_DAY,
    ALERTS_PER_HOUR,
    ALERTS_PER_HOUR_AND_SITE;

    /// For metrics and audit.
    String code() {
        return "limit_" + name().toLowerCase(Locale.ROOT);
    }
}
