package io.frostglass.gateway.http;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Via;
import io.frostglass.gateway.decisions.Entries;
import io.frostglass.gateway.desk.Office;
import io.frostglass.gateway.guard.RawMedia;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.InstantSource;
import org.eclipse.jetty.server.Request;

/// Where attempts to get at raw media end, by whichever way they came: recorded, counted, and answered alike.
public final class RawMediaDesk {

    private final GatewayHandler.Door door;
    private final Office office;
    private final MeterRegistry metrics;
    private final InstantSource clock;

    public RawMediaDesk(GatewayHandler.Door door, Office office, MeterRegistry metrics, InstantSource clock) {
        this.door = door;
        this.office = office;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// Records an attempt, and counts it against the agent whose key came with it.
    ///
    /// @param tool what the agent was at
    void record(Request request, Via via, String tool) {
        metrics.counter("frostglass.gateway.raw_media", "via", via.word()).increment();
        String origin = door.origin(request);
        if (door.agent(request) instanceof Entrance.Admitted(Agent agent)) {
            office.rawMediaSought(new Caller(agent, via, origin), tool);
        } else {
            door.log().record(Entries.refused(clock.instant(), RawMedia.REASON, origin));
        }
    }

    /// Records what was no request at all, whose headers nobody knows. The server says so on one of its few threads,
    /// which must not wait for a broker.
    ///
    /// @param attempt whether its target was one
    void recordUnread(Request request, boolean attempt) {
        String name = attempt ? "frostglass.gateway.raw_media" : "frostglass.gateway.unread";
        metrics.counter(name, attempt ? Tags.of("via", Via.HTTP.word()) : Tags.empty())
                .increment();
        var entry = Entries.refused(clock.instant(), attempt ? RawMedia.REASON : "unread", door.origin(request));
        Thread.ofVirtual().name("unread").start(() -> door.log().record(entry));
    }
}
