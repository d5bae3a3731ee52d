package io.frostglass.gateway;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.decisions.UseIndex;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.Feed;
import io.frostglass.gateway.feed.Neutral;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.limits.Switches;
import io.frostglass.gateway.tokens.PublishedKeys;
import io.frostglass.gateway.tokens.RevokedTokens;
import io.frostglass.rollouts.Rollouts;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Reader;
import io.frostglass.verifier.TokenPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

/// What of the topics is held in memory, all of it bounded.
record Memory(
        Feed feed,
        EventIndex events,
        Neutral neutral,
        PublishedKeys keys,
        RevokedTokens revocations,
        Switches switches,
        Rollouts rollouts,
        Gate gate,
        UseIndex uses,
        InstantSource clock) {

    /// Far more events than any feed shows at once.
    private static final int MOST_EVENTS = 200_000;

    static Memory of(GatewayConfig config, Switches switches, Gate gate, Clock clock) {
        var events = new EventIndex(MOST_EVENTS, TokenPolicy.MAX_LEEWAY, clock);
        return new Memory(
                new Feed(config.feed(), clock),
                events,
                new Neutral(),
                new PublishedKeys(clock),
                new RevokedTokens(events, clock),
                switches,
                new Rollouts(),
                gate,
                new UseIndex(config.decisions(), clock),
                clock);
    }

    /// Takes an event into index and feed; in this order, so that one that is shown can be decided about.
    Reader<AuthorizedMotion> eventReader() {
        return new Reader<>() {
            @Override
            public void take(Followed<AuthorizedMotion> followed) {
                var clean = neutral.of(followed);
                events.take(clean);
                feed.take(clean);
            }

            @Override
            public void begins(Map<Integer, Long> offsets) {
                feed.begins(offsets);
            }

            @Override
            public void reached(Map<Integer, Long> offsets) {
                feed.reached(offsets);
            }
        };
    }

    /// The gate counts a whole day of decisions; uses matter for a few minutes. The gate first: who learns of his use
    /// must be counted when he asks again.
    Reader<AgentDecision> decisionReader() {
        return new Reader<>() {
            @Override
            public void take(Followed<AgentDecision> followed) {
                gate.take(followed);
                if (!followed.writtenAt().isBefore(clock.instant().minus(UseIndex.WINDOW))) {
                    uses.take(followed);
                }
            }

            @Override
            public void reached(Map<Integer, Long> offsets) {
                uses.reached(offsets);
            }
        };
    }

    void measure(MeterRegistry metrics) {
        metrics.gauge("frostglass.gateway.feed.events", feed, Feed::size);
        metrics.gauge("frostglass.gateway.feed.bytes", feed, Feed::bytes);
        metrics.gauge("frostglass.gateway.feed.waiting", feed, Feed::waiting);
        metrics.gauge("frostglass.gateway.keys", keys, PublishedKeys::size);
        metrics.gauge("frostglass.gateway.revocations", revocations, RevokedTokens::size);
        metrics.gauge("frostglass.gateway.paused", switches, Switches::size);
        metrics.gauge("frostglass.gateway.sites.off", rollouts, Rollouts::off);
        metrics.gauge("frostglass.gateway.inbound.dropped", neutral, Neutral::dropped);
        metrics.gauge("frostglass.gateway.inbound.instructions", neutral, Neutral::instructions);
        metrics.gauge("frostglass.gateway.decisions", uses, UseIndex::size);
    }
}
