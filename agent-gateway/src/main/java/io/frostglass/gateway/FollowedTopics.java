package io.frostglass.gateway;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/// The topics that every instance follows.
///
/// @param decisions one of them
record FollowedTopics(TopicFollower<AgentDecision> decisions, List<TopicFollower<?>> all) {

    /// A record has the time at which the camera's webhook came; the token may have been made five minutes after
    /// that, and lives for five more. The rest is for clocks.
    private static final Duration EVENTS_SINCE = Duration.ofMinutes(15);

    /// Follows them all, each until the application stops, and makes their being known a condition of its readiness.
    static FollowedTopics follow(Assembly assembly, SerdeFactory serdes, TopicState topicState) {
        var opening = new Opening(assembly, serdes);
        var keys = opening.follow(TopicCatalogue.KEYS, Optional.empty(), AgentKey.class, topicState.keys());
        var revocations = opening.follow(
                TopicCatalogue.REVOCATIONS, Optional.empty(), Revocation.class, topicState.revocations());
        var decisions = opening.follow(
                TopicCatalogue.DECISIONS,
                Optional.of(AgentPolicy.SINCE),
                AgentDecision.class,
                topicState.decisionReader());
        var switches = opening.follow(
                TopicCatalogue.SWITCHES, Optional.empty(), AgentSwitch.class, topicState.pauseSwitches());
        var rollouts = opening.follow(
                TopicCatalogue.ROLLOUTS,
                Optional.empty(),
                AgentRollout.class,
                topicState.rollouts().rollouts());
        var approvals = opening.follow(
                TopicCatalogue.ROLLOUT_APPROVALS,
                Optional.empty(),
                AgentRolloutApproval.class,
                topicState.rollouts().approvals());
        var events = opening.follow(
                TopicCatalogue.MOTION_AUTHORIZED,
                Optional.of(EVENTS_SINCE),
                AuthorizedMotion.class,
                topicState.eventReader());
        return new FollowedTopics(
                decisions, List.of(keys, revocations, switches, rollouts, approvals, decisions, events));
    }

    private record Opening(Assembly assembly, SerdeFactory serdes) {
        <T extends SpecificRecord> TopicFollower<T> follow(
                Topic topic, Optional<Duration> since, Class<T> type, RecordHandler<T> recordHandler) {
            var kafka = assembly.applicationSettings().kafka("consumer.");
            var values = serdes.serde(topic, type).deserializer();
            var topicFollower = assembly.add(TopicFollower.start(topic, since, kafka, values, recordHandler));
            assembly.health().ready(topic.name(), topicFollower::health);
            return topicFollower;
        }
    }

    /// Whether what agents may read is known.
    boolean areRead() {
        return all.stream().allMatch(TopicFollower::isCaughtUp);
    }

    /// Whether all is known now: else a token could pass that was used or revoked meanwhile.
    boolean areFollowed() {
        return all.stream().allMatch(topicFollower -> topicFollower.health() instanceof HealthState.Up);
    }
}
