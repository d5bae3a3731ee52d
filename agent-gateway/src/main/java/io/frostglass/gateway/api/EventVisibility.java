package io.frostglass.gateway.api;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.util.List;
import java.util.Optional;

/// Which events one caller may be shown, the same for agents that ask and for push.
///
/// ```
/// reading (paused, too much?) → sees → show (paused meanwhile? → in the audit log)
/// ```
public record EventVisibility(AgentApiFactory gateway, Caller caller) {

    /// Why the agent may not read now; empty if it may.
    public Optional<Refusal> reading() {
        return gateway.agentPolicy().reading(caller.agent());
    }

    /// Whether the agent may be shown this event at all.
    public boolean sees(FeedEvent event) {
        return gateway.siteVisibility().sees(caller.agent(), event.siteId());
    }

    /// Whether the agent may be shown something at this moment: it is not paused, and these are its hours.
    public boolean isOpen() {
        return gateway.agentPolicy().isOpenTo(caller.agent());
    }

    /// Notes that the agent is present: it asked for events, or acknowledged one.
    public void attends() {
        gateway.agentPolicy().attends(caller.agent());
    }

    /// Asked last, just before events are shown: the agent may have been paused while it waited, or another request
    /// of it may have used up the minute's events. Nothing is shown that is not in the audit log.
    ///
    /// @param tool what the agent asked for
    /// @return why the events must not be shown; empty if they may
    public Optional<Refusal> show(String tool, List<FeedEvent> events) {
        return gateway.agentPolicy()
                .shows(caller.agent(), events.size())
                .or(() ->
                        isRecorded(tool, events) ? Optional.empty() : Optional.of(Refusal.of(ProblemType.UNAVAILABLE)));
    }

    private boolean isRecorded(String tool, List<FeedEvent> events) {
        var now = gateway.clock().instant();
        return events.isEmpty()
                || gateway.log()
                        .recordShown(events.stream()
                                .map(event -> AuditEntryFactory.shown(now, event, caller, tool))
                                .toList());
    }
}
