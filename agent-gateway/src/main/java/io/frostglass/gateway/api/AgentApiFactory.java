package io.frostglass.gateway.api;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.DecisionService;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.guard.RawMediaDetector;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.rollout.SiteVisibility;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.tools.AgentApi;
import java.time.InstantSource;
import java.util.function.Supplier;

/// The parts of the gateway that serve agents, whichever agent asks, and over whichever transport.
///
/// @param log records what agents are shown, before they are shown it
/// @param agentPolicy decides which agent may read how much
/// @param siteVisibility decides which agent may see which site
/// @param templates the current content of the templates file
public record AgentApiFactory(
        EventFeed eventFeed,
        DecisionService decisionService,
        DecisionLog log,
        AgentPolicy agentPolicy,
        SiteVisibility siteVisibility,
        Supplier<Templates> templates,
        InstantSource clock) {

    /// Records an attempt at raw media. It counts for the anomaly detector.
    ///
    /// @param tool the tool that the caller used
    public void rawMediaSought(Caller caller, String tool) {
        log.record(AuditEntryFactory.refused(clock.instant(), RawMediaDetector.REASON, caller, tool));
        agentPolicy.soughtRawMedia(caller.agent());
    }

    /// Records an unreadable request, or a call of something that does not exist. It counts for the anomaly detector.
    ///
    /// @param tool the tool that the caller used
    /// @param reason a word for the audit log
    public void misused(Caller caller, String tool, String reason) {
        log.record(AuditEntryFactory.refused(clock.instant(), reason, caller, tool));
        agentPolicy.attempted(caller.agent(), true);
    }

    /// The gateway for one caller.
    public AgentApi deskOf(Caller caller) {
        return new LocalAgentApi(this, caller);
    }

    /// The events that one caller may see.
    public EventVisibility showingTo(Caller caller) {
        return new EventVisibility(this, caller);
    }
}
