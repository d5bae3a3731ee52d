package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// How far the decisions of agents count at each site, as the topics of rollouts and of approvals have it. In whatever
/// order the two are read, what follows from them is the same.
///
/// A rollout that cannot be understood turns its site off until another says otherwise.
public final class Rollouts {

    private final Map<String, RolloutHistory> histories = new HashMap<>();
    private final Map<String, RolloutStage> now = new ConcurrentHashMap<>();

    /// What counts at a site now.
    public RolloutStage at(String siteId) {
        return now.getOrDefault(siteId, RolloutStage.SHADOW);
    }

    /// The sites of which something has been said, with what is known of each, by their names.
    synchronized Map<String, RolloutStatus> standings() {
        var standings = new TreeMap<String, RolloutStatus>();
        histories.forEach((site, rolloutHistory) ->
                standings.put(site, new RolloutStatus(site, rolloutHistory.now(), rolloutHistory.awaiting())));
        return standings;
    }

    synchronized RolloutStatus standing(String siteId) {
        var rolloutHistory = histories.getOrDefault(siteId, new RolloutHistory());
        return new RolloutStatus(siteId, rolloutHistory.now(), rolloutHistory.awaiting());
    }

    synchronized RolloutHistory history(String siteId) {
        return histories.getOrDefault(siteId, new RolloutHistory());
    }

    /// Takes what the topic of rollouts holds.
    public RecordHandler<AgentRollout> rollouts() {
        return followedRecord -> change(followedRecord, (rolloutHistory, id) -> {
            if (followedRecord.recordContent()
                            instanceof RecordContent.RecordValue<? extends AgentRollout>(AgentRollout rollout)
                    && isOf(followedRecord, rollout.getSiteId(), rollout.getRolloutId())) {
                rolloutHistory.say(id, rollout, followedRecord.writtenAt());
            } else {
                rolloutHistory.garble(id, followedRecord.writtenAt());
            }
        });
    }

    /// Takes what the topic of approvals holds; what is no approval approves nothing.
    public RecordHandler<AgentRolloutApproval> approvals() {
        return followedRecord -> change(followedRecord, (rolloutHistory, id) -> {
            if (followedRecord.recordContent()
                            instanceof RecordContent.RecordValue<? extends AgentRolloutApproval>(var approval)
                    && isOf(followedRecord, approval.getSiteId(), approval.getRolloutId())) {
                rolloutHistory.agree(id, approval, followedRecord.writtenAt());
            } else {
                rolloutHistory.disagree(id);
            }
        });
    }

    private interface RolloutChange {
        void to(RolloutHistory rolloutHistory, String rolloutId);
    }

    /// The site is the key's: what comes after one that cannot be understood has to be said of the same.
    private synchronized void change(FollowedRecord<?> followedRecord, RolloutChange rolloutChange) {
        int slash = followedRecord.key().lastIndexOf('/');
        String site = slash < 0 ? followedRecord.key() : followedRecord.key().substring(0, slash);
        var rolloutHistory = histories.computeIfAbsent(site, _ -> new RolloutHistory());
        rolloutChange.to(rolloutHistory, followedRecord.key().substring(slash + 1));
        now.put(site, rolloutHistory.now());
    }

    private static boolean isOf(FollowedRecord<?> followedRecord, String siteId, String rolloutId) {
        return followedRecord.key().equals(key(siteId, rolloutId));
    }

    /// The record key of a rollout, and of its approval.
    static String key(String siteId, String rolloutId) {
        return siteId + "/" + rolloutId;
    }

    /// The sites at which decisions are acted on, by their names.
    public Map<String, Integer> acting() {
        var acting = new TreeMap<String, Integer>();
        now.forEach((site, rolloutStage) -> {
            if (rolloutStage.percent() > 0) {
                acting.put(site, rolloutStage.percent());
            }
        });
        return acting;
    }

    /// How many sites no agent sees.
    public int off() {
        return (int) now.values().stream()
                .filter(rolloutStage -> !rolloutStage.isVisible())
                .count();
    }
}
