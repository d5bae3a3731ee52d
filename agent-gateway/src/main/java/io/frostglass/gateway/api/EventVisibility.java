package io.frostglass.gateway.api;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.limits.Admission;
import io.frostglass.tools.ApiResponse.DeclineReason;
import io.frostglass.tools.ApiResponse.Declined;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What one caller may be shown; the same whether it asks or is told.
///
/// ```
/// reading (paused, too much?) → sees → show (paused meanwhile? → in the audit log)
/// ```
public record EventVisibility(AgentApiFactory agentApiFactory, Caller caller) {

    /// Whether it may be shown events now, and how many at most.
    public Admission reading() {
        return agentApiFactory.agentPolicy().reading(caller.agent());
    }

    /// Whether this is one of those that it may be shown at all.
    public boolean sees(FeedEvent event) {
        return agentApiFactory.siteVisibility().sees(caller.agent(), event.siteId());
    }

    /// Whether it may be shown something at this moment: it is not paused, and these are its hours.
    public boolean isOpen() {
        return agentApiFactory.agentPolicy().isOpenTo(caller.agent());
    }

    /// It has taken what it was sent, so it is there.
    public void taken() {
        agentApiFactory.agentPolicy().attends(caller.agent());
    }

    /// Asked last, just before these are shown. The caller may have been paused while it waited, or been shown what was
    /// left of a minute's events by another request. And nothing is shown of which the audit log does not know.
    ///
    /// @param tool what was asked for
    /// @return why they must not be shown; empty if they are to be
    public Optional<Declined> show(String tool, List<FeedEvent> events) {
        return switch (agentApiFactory.agentPolicy().shows(caller.agent(), events.size())) {
            case Admission.PausedByOperator _ -> Optional.of(Declined.because(DeclineReason.PAUSED));
            case Admission.OverLimit(String _, Duration retryAfter) -> Optional.of(Declined.until(retryAfter));
            case Admission.Permitted _ ->
                isTold(tool, events) ? Optional.empty() : Optional.of(Declined.because(DeclineReason.UNAVAILABLE));
        };
    }

    private boolean isTold(String tool, List<FeedEvent> events) {
        var now = agentApiFactory.clock().instant();
        return events.isEmpty()
                || agentApiFactory
                        .log()
                        .recordShown(events.stream()
                                .map(event -> AuditEntryFactory.shown(now, event, caller, tool))
                                .toList());
    }
}
