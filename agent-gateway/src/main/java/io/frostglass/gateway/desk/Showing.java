package io.frostglass.gateway.desk;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.desk.Answer.Why;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.limits.Admission;
import java.util.List;
import java.util.Optional;

/// What one caller may be shown; the same whether it asks or is told.
///
/// ```
/// reading (paused, too much?) → sees → show (paused meanwhile? → in the audit log)
/// ```
public record Showing(Office office, Caller caller) {

    /// Whether it may be shown events now, and how many at most.
    public Admission reading() {
        return office.gate().reading(caller.agent());
    }

    /// Whether this is one of those that it may be shown at all.
    public boolean sees(FeedEvent event) {
        return office.sight().sees(caller.agent(), event.siteId());
    }

    /// Whether it is paused at this moment.
    public boolean isPaused() {
        return office.gate().isPaused(caller.agent());
    }

    /// Asked last, just before these are shown. The caller may have been paused while it waited. And nothing is shown
    /// of which the audit log does not know.
    ///
    /// @param tool what was asked for
    /// @return why they must not be shown; empty if they are to be
    public Optional<Why> show(String tool, List<FeedEvent> events) {
        if (!office.gate().shows(caller.agent(), events.size())) {
            return Optional.of(Why.PAUSED);
        }
        var now = office.clock().instant();
        boolean told = events.isEmpty()
                || office.log()
                        .recordShown(events.stream()
                                .map(event -> Entries.shown(now, event, caller, tool))
                                .toList());
        return told ? Optional.empty() : Optional.of(Why.UNAVAILABLE);
    }
}
