package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// All rollouts of a site, in order. Each one narrows the stage at once, and widens it only if it is approved. So a
/// late approval can widen the stage, and never narrow it.
final class RolloutHistory {

    /// @param rollout empty for a record that cannot be read, which turns the site off
    private record Proposal(Optional<AgentRollout> rollout, RolloutStage stage, Instant at) {}

    private record Approval(RolloutStage stage, Instant at) {}

    /// By rollout id, in the order of their last records.
    private final Map<String, Proposal> proposals = new LinkedHashMap<>();

    private final Map<String, Approval> approvals = new HashMap<>();

    /// A repeated id moves to the end: compaction too keeps the later record.
    ///
    /// @param rollout empty if it cannot be read
    void propose(String rolloutId, Optional<AgentRollout> rollout, Instant at) {
        var stage = rollout.map(it -> new RolloutStage(it.getMode(), it.getPercent()))
                .filter(RolloutStage::isSound)
                .orElse(RolloutStage.OFF);
        proposals.remove(rolloutId);
        proposals.put(rolloutId, new Proposal(rollout, stage, at));
    }

    /// @param approval empty if it is withdrawn, or cannot be read
    void approve(String rolloutId, Optional<AgentRolloutApproval> approval, Instant at) {
        approvals.remove(rolloutId);
        approval.map(it -> new RolloutStage(it.getMode(), it.getPercent()))
                .ifPresent(stage -> approvals.put(rolloutId, new Approval(stage, at)));
    }

    RolloutStage now() {
        return stageWith(this::isApproved);
    }

    private RolloutStage stageWith(Predicate<String> approved) {
        var now = RolloutStage.SHADOW;
        for (var proposal : proposals.entrySet()) {
            RolloutStage next = proposal.getValue().stage();
            now = !next.isWiderThan(now) || approved.test(proposal.getKey()) ? next : now;
        }
        return now;
    }

    /// An approval counts for the stage that it names, and for rollouts from before it. A rollout that is written
    /// once more under its old id needs another approval.
    boolean isApproved(String rolloutId) {
        var proposal = proposals.get(rolloutId);
        var approval = approvals.get(rolloutId);
        return proposal != null
                && approval != null
                && proposal.rollout().isPresent()
                && approval.stage().equals(proposal.stage())
                && !approval.at().isBefore(proposal.at());
    }

    Optional<AgentRollout> find(String rolloutId) {
        return Optional.ofNullable(proposals.get(rolloutId)).flatMap(Proposal::rollout);
    }

    /// The rollouts that would widen the stage if they were approved.
    List<AgentRollout> awaiting() {
        var now = now();
        return proposals.keySet().stream()
                .filter(id -> stageWith(it -> it.equals(id) || isApproved(it)).isWiderThan(now))
                .flatMap(id -> find(id).stream())
                .toList();
    }
}
