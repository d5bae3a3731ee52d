package io.frostglass.escalation.routes;

import java.time.Instant;
import java.util.List;

/// A silence: until its end, alerts that match it notify nobody.
///
/// @param id `sil-` and 8 hex digits
/// @param matchers all must hold; at least one
public record Silence(String id, List<AlertMatcher> matchers, Instant startsAt, Instant endsAt) {

    boolean isActive(Instant now) {
        return !now.isBefore(startsAt) && now.isBefore(endsAt);
    }
}
