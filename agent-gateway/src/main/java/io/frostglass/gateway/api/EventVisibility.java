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

/// Which events one caller may see, the same for reading and for push.
///
/// ```
/// reading (paused, too much?) → sees → show (paused meanwhile? → in the audit log)
/// ```
public record EventVisibility(AgentApiFactory gateway, Caller caller) {

    /// Whether the caller may read events now, and how many at most.
    public Admission reading() {
        return gateway.agentPolicy().reading(caller.agent());
    }

    /// Whether the caller may see this event.
    public boolean sees(FeedEvent event) {
        return gateway.siteVisibility().sees(caller.agent(), event.siteId());
    }

    /// Whether the caller is not paused, and within its hours.
    public boolean isOpen() {
        return gateway.agentPolicy().isOpenTo(caller.agent());
    }

    /// The caller accepted what was pushed to it, so it is present.
    public void taken() {
        gateway.agentPolicy().attends(caller.agent());
    }

    /// Checks again, just before events are shown: the caller may have been paused while it waited, or another
    /// request may have used up its limit. Then records the events in the audit log, and shows none that is not
    /// recorded.
    ///
    /// @param tool the tool that the caller used
    /// @return why the events must not be shown; empty if they may
    public Optional<Declined> show(String tool, List<FeedEvent> events) {
        return switch (gateway.agentPolicy().shows(caller.agent(), events.size())) {
            case Admission.PausedByOperator _ -> Optional.of(Declined.because(DeclineReason.PAUSED));
            case Admission.OverLimit(String _, Duration retryAfter) -> Optional.of(Declined.until(retryAfter));
            case Admission.Permitted _ ->
                isRecorded(tool, events) ? Optional.empty() : Optional.of(Declined.because(DeclineReason.UNAVAILABLE));
        };
    }

    private boolean isRecorded(String tool, List<FeedEvent> events) {
        var now = gateway.clock().instant();
        var entries = events.stream()
                .map(event -> AuditEntryFactory.shown(now, event, caller, tool))
                .toList();
        return entries.isEmpty() || gateway.log().recordShown(entries);
    }
}
