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

/// Proposes rollouts as the principal `token-admin`, and approves them as `rollout-approver`. The broker lets each
/// write only its own topic and the audit log. One transaction writes a record and its audit entry.
public final class RolloutAdministration {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// Holds no connection between calls.
    ///
    /// @param kafka the client settings of the principal
    public RolloutAdministration(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// @param isInEffect whether the rollout counts now; if not, it awaits approval
    public record Proposed(AgentRollout rollout, RolloutStatus rolloutStatus, boolean isInEffect) {}

    /// @param rolloutStatus narrower than the rollout if there was a narrower one since
    public record Approved(AgentRollout rollout, RolloutStatus rolloutStatus) {}

    /// Proposes a stage, as `token-admin`.
    ///
    /// @throws IllegalArgumentException if the percentage does not fit the mode, or the site has this stage
    ///     already
    public Proposed propose(String siteId, RolloutStage stage) {
        if (!stage.isSound()) {
            throw new IllegalArgumentException(
                    stage.mode() == RolloutMode.canary
                            ? "canary needs a percentage of 1 to 99"
                            : stage.mode() + " takes no percentage");
        }
        RolloutStatus before = read().status(siteId);
        // While a rollout awaits approval, the current stage may be proposed again: it precedes the waiting one.
        if (before.now().equals(stage) && before.awaiting().isEmpty()) {
            throw new IllegalArgumentException(siteId + " is " + stage + " already");
        }
        var rollout =
                new AgentRollout(UUID.randomUUID().toString(), siteId, stage.mode(), stage.percent(), clock.instant());
        try (var writer = new AuditedWriter<>(
                kafka, Principal.TOKEN_ADMIN, TopicCatalogue.ROLLOUTS, AgentRollout.class, serdes)) {
            writer.write(key(rollout), rollout, entry(Principal.TOKEN_ADMIN, Action.rollout_proposed, rollout));
        }
        RolloutStatus after =
                readUntil(siteId, it -> it.find(rollout.getRolloutId()).isPresent());
        return new Proposed(rollout, after, after.now().equals(stage));
    }

    /// Approves a rollout, as `rollout-approver`.
    ///
    /// @throws IllegalArgumentException if no rollout with this id awaits approval at the site
    public Approved approve(String siteId, String rolloutId) {
        AgentRollout rollout = awaiting(siteId, rolloutId);
        var approval =
                new AgentRolloutApproval(rolloutId, siteId, rollout.getMode(), rollout.getPercent(), clock.instant());
        var principal = Principal.ROLLOUT_APPROVER;
        try (var writer = new AuditedWriter<>(
                kafka, principal, TopicCatalogue.ROLLOUT_APPROVALS, AgentRolloutApproval.class, serdes)) {
            writer.write(key(rollout), approval, entry(principal, Action.rollout_approved, rollout));
        }
        return new Approved(rollout, readUntil(siteId, it -> it.isApproved(rolloutId)));
    }

    private AgentRollout awaiting(String siteId, String rolloutId) {
        var rollouts = read();
        var known = rollouts.history(siteId).find(rolloutId);
        if (known.isEmpty()) {
            throw new IllegalArgumentException(siteId + " has no rollout " + rolloutId);
        }
        RolloutStatus status = rollouts.status(siteId);
        if (!status.awaiting().contains(known.get())) {
            throw new IllegalArgumentException(
                    "this rollout awaits no approval; " + siteId + " is " + status.now() + " already");
        }
        return known.get();
    }

    /// All sites with a rollout, sorted by their ids; as either principal.
    public List<RolloutStatus> list() {
        return read().statuses();
    }

    /// Committed records can be read a moment later.
    private RolloutStatus readUntil(String siteId, Predicate<RolloutHistory> isThere) {
        long end = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < end) {
            var rollouts = read();
            if (isThere.test(rollouts.history(siteId))) {
                return rollouts.status(siteId);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new IllegalStateException("the change is written, but cannot be read yet; see the list of rollouts");
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
