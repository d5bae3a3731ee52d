package io.frostglass.gateway.api;

import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionLog;
import io.frostglass.gateway.decisions.DecisionService;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.rollout.SiteVisibility;
import io.frostglass.gateway.templates.Templates;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.tools.ProblemType;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the gateway offers to agents, the same over HTTP, MCP and push.
///
/// @param log records events before they are shown, and refusals
/// @param agentPolicy limits how much an agent reads and decides
/// @param siteVisibility says which sites it sees
/// @param templates of the templates file as it is now
public record AgentApiFactory(
        EventFeed eventFeed,
        DecisionService decisionService,
        DecisionLog log,
        AgentPolicy agentPolicy,
        SiteVisibility siteVisibility,
        Supplier<Templates> templates,
        MeterRegistry metrics,
        InstantSource clock) {

    /// The gateway as one caller may use it.
    public LocalAgentApi apiOf(Caller caller) {
        return new LocalAgentApi(this, caller);
    }

    /// Records that an agent asked for raw media, and counts it for the circuit breaker.
    ///
    /// @param tool the tool that it called
    public void rawMediaSought(Caller caller, String tool) {
        countRawMedia(caller.agentTransport());
        log.record(AuditEntryFactory.refused(clock.instant(), ProblemType.RAW_MEDIA.code(), caller, tool));
        agentPolicy.soughtRawMedia(caller.agent());
    }

    /// Records that an unknown client asked for raw media over HTTP.
    ///
    /// @param origin the client's address as the audit log has it
    public void rawMediaSought(@Nullable String origin) {
        countRawMedia(AgentTransport.HTTP);
        log.record(AuditEntryFactory.refused(clock.instant(), ProblemType.RAW_MEDIA.code(), origin));
    }

    private void countRawMedia(AgentTransport transport) {
        MetricCatalogue.GATEWAY_RAW_MEDIA.counter(metrics, transport.code()).increment();
    }

    /// Records a request that the HTTP server refused by itself.
    ///
    /// @param origin the client's address as the audit log has it
    public void unread(@Nullable String origin) {
        MetricCatalogue.GATEWAY_UNREAD.counter(metrics).increment();
        log.record(AuditEntryFactory.refused(clock.instant(), "unread", origin));
    }

    /// Records that an agent sent something that cannot be read, or called something that does not exist. Counts it
    /// for the circuit breaker.
    ///
    /// @param tool the tool that it called
    /// @param reason a word for the audit log
    /// @param event the event that it was about; empty if it is not known
    public void misused(Caller caller, String tool, String reason, Optional<FeedEvent> event) {
        log.record(AuditEntryFactory.refused(clock.instant(), reason, caller, tool, event));
        agentPolicy.attempted(caller.agent(), true);
    }
}
