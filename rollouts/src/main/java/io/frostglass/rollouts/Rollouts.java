package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.runtime.follow.Reader;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// How far the decisions of agents count at each site, as the topics of rollouts and of approvals have it. In whatever
/// order the two are read, what follows from them is the same.
///
/// A rollout that cannot be understood turns its site off until another says otherwise.
public final class Rollouts {

    private final Map<String, History> histories = new HashMap<>();
    private final Map<String, Extent> now = new ConcurrentHashMap<>();

    /// What counts at a site now.
    public Extent at(String siteId) {
        return now.getOrDefault(siteId, Extent.SHADOW);
    }

    /// The sites of which something has been said, with what is known of each, by their names.
    synchronized Map<String, Standing> standings() {
        var standings = new TreeMap<String, Standing>();
        histories.forEach(
                (site, history) -> standings.put(site, new Standing(site, history.now(), history.awaiting())));
        return standings;
    }

    synchronized Standing standing(String siteId) {
        var history = histories.getOrDefault(siteId, new History());
        return new Standing(siteId, history.now(), history.awaiting());
    }

    synchronized History history(String siteId) {
        return histories.getOrDefault(siteId, new History());
    }

    /// Takes what the topic of rollouts holds.
    public Reader<AgentRollout> rollouts() {
        return followed -> change(followed, (history, id) -> {
            if (followed.content() instanceof Content.Value<? extends AgentRollout>(AgentRollout rollout)
                    && isOf(followed, rollout.getSiteId(), rollout.getRolloutId())) {
                history.say(id, rollout, followed.writtenAt());
            } else {
                history.garble(id, followed.writtenAt());
            }
        });
    }

    /// Takes what the topic of approvals holds; what is no approval approves nothing.
    public Reader<AgentRolloutApproval> approvals() {
        return followed -> change(followed, (history, id) -> {
            if (followed.content() instanceof Content.Value<? extends AgentRolloutApproval>(var approval)
                    && isOf(followed, approval.getSiteId(), approval.getRolloutId())) {
                history.agree(id, approval, followed.writtenAt());
            } else {
                history.disagree(id);
            }
        });
    }

    private interface Change {
        void to(History history, String rolloutId);
    }

    /// The site is the key's: what comes after one that cannot be understood has to be said of the same.
    private synchronized void change(Followed<?> followed, Change change) {
        int slash = followed.key().lastIndexOf('/');
        String site = slash < 0 ? followed.key() : followed.key().substring(0, slash);
        var history = histories.computeIfAbsent(site, _ -> new History());
        change.to(history, followed.key().substring(slash + 1));
        now.put(site, history.now());
    }

    private static boolean isOf(Followed<?> followed, String siteId, String rolloutId) {
        return followed.key().equals(key(siteId, rolloutId));
    }

    /// The record key of a rollout, and of its approval.
    static String key(String siteId, String rolloutId) {
        return siteId + "/" + rolloutId;
    }

    /// The sites at which decisions are acted on, by their names.
    public Map<String, Integer> acting() {
        var acting = new TreeMap<String, Integer>();
        now.forEach((site, extent) -> {
            if (extent.percent() > 0) {
                acting.put(site, extent.percent());
            }
        });
        return acting;
    }

    /// How many sites no agent sees.
    public int off() {
        return (int) now.values().stream().filter(extent -> !extent.isVisible()).count();
    }
}
