package io.frostglass.rollouts;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// The rollout stages of all sites, from the topics of rollouts and of approvals. The order in which the two topics
/// are read does not matter.
///
/// A rollout that cannot be read turns its site off until there is another one.
public final class Rollouts {

    private final Map<String, RolloutHistory> histories = new HashMap<>();
    private final Map<String, RolloutStage> now = new ConcurrentHashMap<>();

    /// The stage of a site now.
    public RolloutStage at(String siteId) {
        return now.getOrDefault(siteId, RolloutStage.SHADOW);
    }

    synchronized List<RolloutStatus> statuses() {
        return histories.keySet().stream().sorted().map(this::status).toList();
    }

    synchronized RolloutStatus status(String siteId) {
        var history = history(siteId);
        return new RolloutStatus(siteId, history.now(), history.awaiting());
    }

    synchronized RolloutHistory history(String siteId) {
        return histories.getOrDefault(siteId, new RolloutHistory());
    }

    /// Takes the records of the topic of rollouts.
    public RecordHandler<AgentRollout> rollouts() {
        return record -> change(
                record,
                (history, id) -> history.propose(
                        id, value(record, it -> key(it.getSiteId(), it.getRolloutId())), record.writtenAt()));
    }

    /// Takes the records of the topic of approvals. Other records approve nothing.
    public RecordHandler<AgentRolloutApproval> approvals() {
        return record -> change(
                record,
                (history, id) -> history.approve(
                        id, value(record, it -> key(it.getSiteId(), it.getRolloutId())), record.writtenAt()));
    }

    /// The value, if it can be read and belongs to the record's key.
    private static <T> Optional<T> value(FollowedRecord<T> record, Function<T, String> key) {
        return record.recordContent() instanceof RecordContent.RecordValue<? extends T>(var value)
                        && record.key().equals(key.apply(value))
                ? Optional.of(value)
                : Optional.empty();
    }

    /// The site comes from the key, as the value may be unreadable.
    private synchronized void change(FollowedRecord<?> record, BiConsumer<RolloutHistory, String> change) {
        int slash = record.key().lastIndexOf('/');
        String site = slash < 0 ? record.key() : record.key().substring(0, slash);
        var history = histories.computeIfAbsent(site, _ -> new RolloutHistory());
        change.accept(history, record.key().substring(slash + 1));
        now.put(site, history.now());
    }

    /// The record key of a rollout and of its approval.
    static String key(String siteId, String rolloutId) {
        return siteId + "/" + rolloutId;
    }

    /// The percentages of the sites at which decisions are acted on.
    public Map<String, Integer> acting() {
        var acting = new TreeMap<String, Integer>();
        now.forEach((site, stage) -> {
            if (stage.percent() > 0) {
                acting.put(site, stage.percent());
            }
        });
        return acting;
    }

    /// The number of sites that no agent sees.
    public int off() {
        return (int) now.values().stream().filter(stage -> !stage.isVisible()).count();
    }
}
