package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.RolloutMode;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// Says how far the decisions of agents are to count at a site, and approves it, for the people who may: the one as
/// the principal `token-admin`, the other as `rollout-approver`, whom the broker lets write no more than that. What
/// is written and its audit entry are one transaction.
public final class RolloutAdministration {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// It holds no connection between calls.
    ///
    /// @param kafka how the principal connects
    public RolloutAdministration(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// What was said, and what counts now.
    ///
    /// @param isInEffect whether it does; if not, it awaits approval
    public record Proposed(AgentRollout rollout, RolloutStatus rolloutStatus, boolean isInEffect) {}

    /// What was approved, and what counts now: less than that, where less was said since.
    public record Approved(AgentRollout rollout, RolloutStatus rolloutStatus) {}

    /// Says how far, as `token-admin`.
    ///
    /// @throws IllegalArgumentException if the percentage is none of the mode's, or it is so already
    public Proposed propose(String siteId, RolloutStage rolloutStage) {
        if (!rolloutStage.isSound()) {
            throw new IllegalArgumentException(
                    rolloutStage.mode() == RolloutMode.canary
                            ? "canary needs a percentage of 1 to 99"
                            : rolloutStage.mode() + " takes no percentage");
        }
        RolloutStatus before = read().standing(siteId);
        // What awaits approval can be overtaken by saying once more what counts now.
        if (before.now().equals(rolloutStage) && before.awaiting().isEmpty()) {
            throw new IllegalArgumentException(siteId + " is " + rolloutStage + " already");
        }
        var rollout = new AgentRollout(
                UUID.randomUUID().toString(), siteId, rolloutStage.mode(), rolloutStage.percent(), clock.instant());
        try (var writer = new AuditedWriter<>(
                kafka, Principal.TOKEN_ADMIN, TopicCatalogue.ROLLOUTS, AgentRollout.class, serdes)) {
            writer.write(key(rollout), rollout, entry(Principal.TOKEN_ADMIN, Action.rollout_proposed, rollout));
        }
        RolloutStatus after = read(rollouts ->
                        rollouts.history(siteId).find(rollout.getRolloutId()).isPresent())
                .standing(siteId);
        return new Proposed(rollout, after, after.now().equals(rolloutStage));
    }

    /// Approves what somebody else has said, as `rollout-approver`.
    ///
    /// @throws IllegalArgumentException if there is nothing of this id at the site that awaits it
    public Approved approve(String siteId, String rolloutId) {
        AgentRollout rollout = awaiting(siteId, rolloutId);
        var approval =
                new AgentRolloutApproval(rolloutId, siteId, rollout.getMode(), rollout.getPercent(), clock.instant());
        var principal = Principal.ROLLOUT_APPROVER;
        try (var writer = new AuditedWriter<>(
                kafka, principal, TopicCatalogue.ROLLOUT_APPROVALS, AgentRolloutApproval.class, serdes)) {
            writer.write(key(rollout), approval, entry(principal, Action.rollout_approved, rollout));
        }
        return new Approved(
                rollout,
                read(rollouts -> rollouts.history(siteId).isApproved(rolloutId)).standing(siteId));
    }

    private AgentRollout awaiting(String siteId, String rolloutId) {
        var rollouts = read();
        var known = rollouts.history(siteId).find(rolloutId);
        if (known.isEmpty()) {
            throw new IllegalArgumentException(siteId + " has no rollout " + rolloutId);
        }
        RolloutStatus rolloutStatus = rollouts.standing(siteId);
        if (!rolloutStatus.awaiting().contains(known.get())) {
            throw new IllegalArgumentException(
                    "this rollout awaits no approval; " + siteId + " is " + rolloutStatus.now() + " already");
        }
        return known.get();
    }

    /// How all sites stand of which something was said, by their names; as either of them.
    public List<RolloutStatus> list() {
        return List.copyOf(read().standings().values());
    }

    /// Reads until something is there: what was committed can be read a moment later.
    private Rollouts read(Predicate<Rollouts> isThere) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            var rollouts = read();
            if (isThere.test(rollouts)) {
                return rollouts;
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("it is written, but cannot be read yet; see the list of rollouts");
    }

    private Rollouts read() {
        var rollouts = new Rollouts();
        TopicSnapshot.follow(kafka, TopicCatalogue.ROLLOUTS, AgentRollout.class, serdes, rollouts.rollouts());
        TopicSnapshot.follow(
                kafka, TopicCatalogue.ROLLOUT_APPROVALS, AgentRolloutApproval.class, serdes, rollouts.approvals());
        return rollouts;
    }

    private static String key(AgentRollout rollout) {
        return Rollouts.key(rollout.getSiteId(), rollout.getRolloutId());
    }

    private AuditEntry entry(Principal principal, Action action, AgentRollout rollout) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(principal.user())
                .setAction(action)
                .setReason(rollout.getMode().name())
                .setSiteId(rollout.getSiteId())
                .setSubject(rollout.getRolloutId())
                .build();
    }
}
