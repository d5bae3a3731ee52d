package io.frostglass.gateway;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.gateway.decisions.TokenUseIndex;
import io.frostglass.gateway.feed.EventFeed;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.limits.PauseSwitches;
import io.frostglass.gateway.tokens.RevokedTokens;
import io.frostglass.gateway.tokens.TrustedKeys;
import io.frostglass.rollouts.Rollouts;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.verifier.TokenPolicy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.specific.SpecificRecord;

/// What every instance holds in memory of the topics that it follows, all of it bounded.
///
/// @param synthetic the synthetic events that were read; no agent sees one
/// @param decisions the follower of the topic of decisions
/// @param followers of all topics
record TopicState(
        EventFeed eventFeed,
        EventIndex events,
        TrustedKeys keys,
        RevokedTokens revocations,
        Rollouts rollouts,
        TokenUseIndex uses,
        BlockingQueue<AuthorizedMotion> synthetic,
        TopicFollower<AgentDecision> decisions,
        List<TopicFollower<?>> followers) {

    /// A record has the time at which the camera's webhook came. Its token may be five minutes younger, and is valid
    /// for five more. The rest allows for clocks.
    private static final Duration EVENTS_SINCE = Duration.ofMinutes(15);

    /// Far more events than any feed shows at once.
    private static final int MAX_EVENTS = 200_000;

    /// One a day and site. If there are more, some are not checked, and their absence shows.
    private static final int MAX_SYNTHETIC = 10_000;

    /// Follows the topics until the application stops. The application is ready when all of them are read.
    static TopicState follow(
            Assembly assembly,
            GatewayConfig config,
            PauseSwitches pauseSwitches,
            AgentPolicy agentPolicy,
            Clock clock) {
        var eventFeed = new EventFeed(config.feed(), clock);
        var events = new EventIndex(MAX_EVENTS, TokenPolicy.MAX_LEEWAY, clock);
        var eventSanitizer = new EventSanitizer();
        var keys = new TrustedKeys(clock);
        var revocations = new RevokedTokens(events, clock);
        var rollouts = new Rollouts();
        var uses = new TokenUseIndex(config.decisions(), clock);
        var synthetic = new LinkedBlockingQueue<AuthorizedMotion>(MAX_SYNTHETIC);
        var metrics = assembly.metrics();
        MetricCatalogue.GATEWAY_FEED_EVENTS.gauge(metrics, eventFeed, EventFeed::size);
        MetricCatalogue.GATEWAY_FEED_BYTES.gauge(metrics, eventFeed, EventFeed::bytes);
        MetricCatalogue.GATEWAY_FEED_WAITING.gauge(metrics, eventFeed, EventFeed::waiting);
        MetricCatalogue.GATEWAY_KEYS.gauge(metrics, keys, TrustedKeys::size);
        MetricCatalogue.GATEWAY_REVOCATIONS.gauge(metrics, revocations, RevokedTokens::size);
        MetricCatalogue.GATEWAY_PAUSED.gauge(metrics, pauseSwitches, PauseSwitches::size);
        MetricCatalogue.GATEWAY_SITES_OFF.gauge(metrics, rollouts, Rollouts::off);
        MetricCatalogue.GATEWAY_INBOUND_DROPPED.counter(metrics, eventSanitizer, EventSanitizer::dropped);
        MetricCatalogue.GATEWAY_INBOUND_INSTRUCTIONS.counter(metrics, eventSanitizer, EventSanitizer::instructions);
        MetricCatalogue.GATEWAY_DECISIONS.gauge(metrics, uses, TokenUseIndex::size);
        var all = Optional.<Duration>empty();
        var decisions = follow(
                assembly,
                TopicCatalogue.DECISIONS,
                Optional.of(AgentPolicy.SINCE),
                AgentDecision.class,
                decisionReader(agentPolicy, uses, clock));
        List<TopicFollower<?>> followers = List.of(
                decisions,
                follow(assembly, TopicCatalogue.KEYS, all, AgentKey.class, keys),
                follow(assembly, TopicCatalogue.REVOCATIONS, all, Revocation.class, revocations),
                follow(assembly, TopicCatalogue.SWITCHES, all, AgentSwitch.class, pauseSwitches),
                follow(assembly, TopicCatalogue.ROLLOUTS, all, AgentRollout.class, rollouts.rollouts()),
                follow(
                        assembly,
                        TopicCatalogue.ROLLOUT_APPROVALS,
                        all,
                        AgentRolloutApproval.class,
                        rollouts.approvals()),
                follow(
                        assembly,
                        TopicCatalogue.MOTION_AUTHORIZED,
                        Optional.of(EVENTS_SINCE),
                        AuthorizedMotion.class,
                        eventReader(eventSanitizer, events, eventFeed, synthetic)));
        return new TopicState(eventFeed, events, keys, revocations, rollouts, uses, synthetic, decisions, followers);
    }

    private static <T extends SpecificRecord> TopicFollower<T> follow(
            Assembly assembly, Topic topic, Optional<Duration> since, Class<T> type, RecordHandler<T> recordHandler) {
        var kafka = assembly.applicationSettings().kafka("consumer.");
        var values = assembly.serdes().serde(topic, type).deserializer();
        var topicFollower = assembly.add(TopicFollower.start(topic, since, kafka, values, recordHandler));
        assembly.health().ready(topic.name(), topicFollower::health);
        return topicFollower;
    }

    /// Takes an event into the index first, then into the feed, so that an agent can decide about an event that it
    /// sees. A synthetic event gets into neither.
    private static RecordHandler<AuthorizedMotion> eventReader(
            EventSanitizer eventSanitizer,
            EventIndex events,
            EventFeed eventFeed,
            BlockingQueue<AuthorizedMotion> synthetic) {
        return new RecordHandler<>() {
            @Override
            public void take(FollowedRecord<AuthorizedMotion> followed) {
                var clean = eventSanitizer.of(followed);
                if (clean.recordContent() instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var event)
                        && EventSanitizer.isSynthetic(event)) {
                    var _ = synthetic.offer(event);
                    return;
                }
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

    /// The policy counts a whole day of decisions; uses matter for a few minutes. The policy takes a decision first:
    /// it must have counted a decision before the agent learns of the use and asks again.
    private static RecordHandler<AgentDecision> decisionReader(
            AgentPolicy agentPolicy, TokenUseIndex uses, Clock clock) {
        return new RecordHandler<>() {
            @Override
            public void take(FollowedRecord<AgentDecision> followed) {
                if (!isCheck(followed)) {
                    agentPolicy.take(followed);
                }
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

    /// Whether it is about the token of a synthetic event, by no agent.
    private static boolean isCheck(FollowedRecord<AgentDecision> followed) {
        return followed.recordContent() instanceof RecordContent.RecordValue<? extends AgentDecision>(var decision)
                && SyntheticSteps.AGENT.equals(decision.getAgent());
    }

    /// Whether the gateway has read all topics once, so that agents may read events.
    boolean areRead() {
        return followers.stream().allMatch(TopicFollower::isCaughtUp);
    }

    /// Whether the gateway has read all topics until now. If not, a token could pass that was used or revoked
    /// meanwhile.
    boolean isCurrent() {
        return followers.stream().allMatch(topicFollower -> topicFollower.health() instanceof HealthState.Up);
    }
}
