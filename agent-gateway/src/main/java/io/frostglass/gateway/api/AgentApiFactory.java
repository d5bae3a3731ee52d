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

/// The gateway itself, whoever asks and by whichever way in.
///
/// @param log where is told what is shown, before it is
/// @param agentPolicy who may read how much
/// @param siteVisibility and of which sites
/// @param templates as the templates file has them now
public record AgentApiFactory(
        EventFeed eventFeed,
        DecisionService decisionService,
        DecisionLog log,
        AgentPolicy agentPolicy,
        SiteVisibility siteVisibility,
        Supplier<Templates> templates,
        InstantSource clock) {

    /// A caller has looked for raw media. It is recorded, and counts for the circuit breaker.
    ///
    /// @param tool what it was at
    public void rawMediaSought(Caller caller, String tool) {
        log.record(AuditEntryFactory.refused(clock.instant(), RawMediaDetector.REASON, caller, tool));
        agentPolicy.soughtRawMedia(caller.agent());
    }

    /// A caller has said what cannot be read, or called what is not there. It is recorded, and counts for the circuit
    /// breaker.
    ///
    /// @param tool what it was at
    /// @param reason a word for the audit log
    public void misused(Caller caller, String tool, String reason) {
        log.record(AuditEntryFactory.refused(clock.instant(), reason, caller, tool));
        agentPolicy.attempted(caller.agent(), true);
    }

    /// As one caller may use it.
    public AgentApi deskOf(Caller caller) {
        return new LocalAgentApi(this, caller);
    }

    /// What one caller may be shown.
    public EventVisibility showingTo(Caller caller) {
        return new EventVisibility(this, caller);
    }
}
