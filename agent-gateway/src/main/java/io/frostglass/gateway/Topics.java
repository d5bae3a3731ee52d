package io.frostglass.gateway;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.agent.Revocation;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.runtime.Health.State;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.follow.Follower;
import io.frostglass.runtime.follow.Reader;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/// The topics that every instance follows.
///
/// @param decisions one of them
record Topics(Follower<AgentDecision> decisions, List<Follower<?>> all) {

    /// A record has the time at which the camera's webhook came; the token may have been made five minutes after
    /// that, and lives for five more. The rest is for clocks.
    private static final Duration EVENTS_SINCE = Duration.ofMinutes(15);

    /// Follows them all, each until the application stops, and makes their being known a condition of its readiness.
    static Topics follow(Assembly assembly, SerdeFactory serdes, Memory memory) {
        var opening = new Opening(assembly, serdes);
        var keys = opening.follow(Catalogue.KEYS, Optional.empty(), AgentKey.class, memory.keys());
        var revocations =
                opening.follow(Catalogue.REVOCATIONS, Optional.empty(), Revocation.class, memory.revocations());
        var decisions = opening.follow(
                Catalogue.DECISIONS, Optional.of(Gate.SINCE), AgentDecision.class, memory.decisionReader());
        var switches = opening.follow(Catalogue.SWITCHES, Optional.empty(), AgentSwitch.class, memory.switches());
        var rollouts = opening.follow(
                Catalogue.ROLLOUTS,
                Optional.empty(),
                AgentRollout.class,
                memory.rollouts().rollouts());
        var approvals = opening.follow(
                Catalogue.ROLLOUT_APPROVALS,
                Optional.empty(),
                AgentRolloutApproval.class,
                memory.rollouts().approvals());
        var events = opening.follow(
                Catalogue.MOTION_AUTHORIZED, Optional.of(EVENTS_SINCE), AuthorizedMotion.class, memory.eventReader());
        return new Topics(decisions, List.of(keys, revocations, switches, rollouts, approvals, decisions, events));
    }

    private record Opening(Assembly assembly, SerdeFactory serdes) {
        <T extends SpecificRecord> Follower<T> follow(
                Topic topic, Optional<Duration> since, Class<T> type, Reader<T> reader) {
            var kafka = assembly.settings().kafka("consumer.");
            var values = serdes.serde(topic, type).deserializer();
            var follower = assembly.add(Follower.start(topic, since, kafka, values, reader));
            assembly.health().ready(topic.name(), follower::health);
            return follower;
        }
    }

    /// Whether what agents may read is known.
    boolean areRead() {
        return all.stream().allMatch(Follower::isCaughtUp);
    }

    /// Whether all is known now: else a token could pass that was used or revoked meanwhile.
    boolean areFollowed() {
        return all.stream().allMatch(follower -> follower.health() instanceof State.Up);
    }
}
