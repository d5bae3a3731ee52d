package io.frostglass.gateway;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.decisions.TokenUseIndex;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.limits.PauseSwitches;
import io.frostglass.gateway.tokens.RevokedTokens;
import io.frostglass.gateway.tokens.TrustedKeys;
import io.frostglass.rollouts.Rollouts;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.verifier.TokenPolicy;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;

/// What of the topics is held in memory, all of it bounded.
record TopicState(
        EventFeed eventFeed,
        EventIndex events,
        EventSanitizer eventSanitizer,
        TrustedKeys keys,
        RevokedTokens revocations,
        PauseSwitches pauseSwitches,
        Rollouts rollouts,
        AgentPolicy agentPolicy,
        TokenUseIndex uses,
        InstantSource clock) {

    /// Far more events than any feed shows at once.
    private static final int MAX_EVENTS = 200_000;

    static TopicState of(GatewayConfig config, PauseSwitches pauseSwitches, AgentPolicy agentPolicy, Clock clock) {
        var events = new EventIndex(MAX_EVENTS, TokenPolicy.MAX_LEEWAY, clock);
        return new TopicState(
                new EventFeed(config.feed(), clock),
                events,
                new EventSanitizer(),
                new TrustedKeys(clock),
                new RevokedTokens(events, clock),
                pauseSwitches,
                new Rollouts(),
                agentPolicy,
                new TokenUseIndex(config.decisions(), clock),
                clock);
    }

    /// Takes an event into index and feed; in this order, so that one that is shown can be decided about.
    RecordHandler<AuthorizedMotion> eventReader() {
        return new RecordHandler<>() {
            @Override
            public void take(FollowedRecord<AuthorizedMotion> followed) {
                var clean = eventSanitizer.of(followed);
                events.take(clean);
                eventFeed.take(clean);
            }

            @Override
            public void begins(Map<Integer, Long> offsets) {
                eventFeed.begins(offsets);
            }

            @Override
            public void reached(Map<Integer, Long> offsets) {
                eventFeed.reached(offsets);
            }
        };
    }

    /// The gate counts a whole day of decisions; uses matter for a few minutes. The gate first: who learns of his use
    /// must be counted when he asks again.
    RecordHandler<AgentDecision> decisionReader() {
        return new RecordHandler<>() {
            @Override
            public void take(FollowedRecord<AgentDecision> followed) {
                agentPolicy.take(followed);
                if (!followed.writtenAt().isBefore(clock.instant().minus(TokenUseIndex.WINDOW))) {
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
        metrics.gauge("frostglass.gateway.feed.events", eventFeed, EventFeed::size);
        metrics.gauge("frostglass.gateway.feed.bytes", eventFeed, EventFeed::bytes);
        metrics.gauge("frostglass.gateway.feed.waiting", eventFeed, EventFeed::waiting);
        metrics.gauge("frostglass.gateway.keys", keys, TrustedKeys::size);
        metrics.gauge("frostglass.gateway.revocations", revocations, RevokedTokens::size);
        metrics.gauge("frostglass.gateway.paused", pauseSwitches, PauseSwitches::size);
        metrics.gauge("frostglass.gateway.sites.off", rollouts, Rollouts::off);
        metrics.gauge("frostglass.gateway.inbound.dropped", eventSanitizer, EventSanitizer::dropped);
        metrics.gauge("frostglass.gateway.inbound.instructions", eventSanitizer, EventSanitizer::instructions);
        metrics.gauge("frostglass.gateway.decisions", uses, TokenUseIndex::size);
    }
}
