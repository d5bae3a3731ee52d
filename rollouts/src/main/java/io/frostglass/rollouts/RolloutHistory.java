package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// All that was said about a site, in order, and what follows from it: each rollout narrows what counts at once, and
/// widens it only if it is approved. So an approval that comes late can widen what counts, and never narrow it.
final class RolloutHistory {

    /// A rollout.
    ///
    /// @param rollout empty for a record that is none, which turns the site off
    private record ProposedRollout(Optional<AgentRollout> rollout, RolloutStage rolloutStage, Instant at) {}

    /// An approval.
    private record Agreed(RolloutStage rolloutStage, Instant at) {}

    /// By rollout id, in the order in which they were said last.
    private final Map<String, ProposedRollout> said = new LinkedHashMap<>();

    private final Map<String, Agreed> agreed = new LinkedHashMap<>();

    void say(String rolloutId, AgentRollout rollout, Instant at) {
        var rolloutStage = new RolloutStage(rollout.getMode(), rollout.getPercent());
        put(
                rolloutId,
                new ProposedRollout(
                        Optional.of(rollout), rolloutStage.isSound() ? rolloutStage : RolloutStage.OFF, at));
    }

    /// Something was said that cannot be understood.
    void garble(String rolloutId, Instant at) {
        put(rolloutId, new ProposedRollout(Optional.empty(), RolloutStage.OFF, at));
    }

    /// One of the same id takes a new place: of the two, compaction leaves the later.
    private void put(String rolloutId, ProposedRollout one) {
        said.remove(rolloutId);
        said.put(rolloutId, one);
    }

    void agree(String rolloutId, AgentRolloutApproval approval, Instant at) {
        agreed.put(rolloutId, new Agreed(new RolloutStage(approval.getMode(), approval.getPercent()), at));
    }

    void disagree(String rolloutId) {
        agreed.remove(rolloutId);
    }

    RolloutStage now() {
        return fold(this::isApproved);
    }

    private RolloutStage fold(Predicate<String> approved) {
        var now = RolloutStage.SHADOW;
        for (var each : said.entrySet()) {
            RolloutStage next = each.getValue().rolloutStage();
            now = !next.isWiderThan(now) || approved.test(each.getKey()) ? next : now;
        }
        return now;
    }

    /// An approval is of what it names, and of what had been said when it was given: a rollout that is written once
    /// more under its old id needs another.
    boolean isApproved(String rolloutId) {
        var one = said.get(rolloutId);
        var approval = agreed.get(rolloutId);
        return one != null
                && approval != null
                && one.rollout().isPresent()
                && approval.rolloutStage().equals(one.rolloutStage())
                && !approval.at().isBefore(one.at());
    }

    Optional<AgentRollout> find(String rolloutId) {
        return Optional.ofNullable(said.get(rolloutId)).flatMap(ProposedRollout::rollout);
    }

    /// What would count if this one were approved as well.
    RolloutStage approved(String rolloutId) {
        return fold(id -> id.equals(rolloutId) || isApproved(id));
    }

    /// Those that would widen what counts now, were they approved.
    List<AgentRollout> awaiting() {
        var now = now();
        var waiting = new ArrayList<AgentRollout>();
        said.forEach((id, one) -> {
            if (approved(id).isWiderThan(now)) {
                one.rollout().ifPresent(waiting::add);
            }
        });
        return List.copyOf(waiting);
    }
}
