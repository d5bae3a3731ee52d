package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentTransport;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.decisions.AuditEntryFactory;
import io.frostglass.gateway.guard.RawMediaDetector;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import org.eclipse.jetty.server.Request;

/// Where attempts to get at raw media end, by whichever way they came: recorded, counted, and answered alike.
public final class RawMediaRecorder {

    private final GatewayHandler.RequestContext requestContext;
    private final AgentApiFactory agentApiFactory;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    public RawMediaRecorder(
            GatewayHandler.RequestContext requestContext,
            AgentApiFactory agentApiFactory,
            MeterRegistry metrics,
            InstantSource clock) {
        this.requestContext = requestContext;
        this.agentApiFactory = agentApiFactory;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Records an attempt, and counts it against the agent whose key came with it.
    ///
    /// @param tool what the agent was at
    void record(Request request, AgentTransport agentTransport, String tool) {
        metrics.counter("frostglass.gateway.raw_media", "via", agentTransport.code())
                .increment();
        String origin = requestContext.origin(request);
        if (requestContext.agent(request) instanceof AuthenticationResult.Authenticated(Agent agent)) {
            agentApiFactory.rawMediaSought(new Caller(agent, agentTransport, origin), tool);
        } else {
            requestContext.log().record(AuditEntryFactory.refused(clock.instant(), RawMediaDetector.REASON, origin));
        }
    }

    /// Records what was no request at all, whose headers nobody knows. The server says so on one of its few threads,
    /// which must not wait for a broker.
    ///
    /// @param attempt whether its target was one
    void recordUnread(Request request, boolean attempt) {
        String name = attempt ? "frostglass.gateway.raw_media" : "frostglass.gateway.unread";
        metrics.counter(name, attempt ? Tags.of("via", AgentTransport.HTTP.code()) : Tags.empty())
                .increment();
        var entry = AuditEntryFactory.refused(
                clock.instant(), attempt ? RawMediaDetector.REASON : "unread", requestContext.origin(request));
        Thread.ofVirtual().name("unread").start(() -> requestContext.log().record(entry));
    }
}
