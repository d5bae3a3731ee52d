package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The first decision about each event, by whichever instance: the topic of decisions, followed in memory for as
/// long as a token can be valid. All decisions about an event are in one partition, so that every instance agrees
/// which one was first.
public final class TokenUseIndex implements RecordHandler<AgentDecision> {

    /// How far back decisions count. A token is valid for six minutes at most: five with the leeway, and one if the
    /// minter's clock is ahead. The rest allows for the clocks of the broker and the gateway.
    public static final Duration WINDOW = Duration.ofMinutes(10);

    private final int most;
    private final InstantSource clock;

    /// By event, the oldest first.
    private final LinkedHashMap<String, TokenUse> uses = new LinkedHashMap<>();

    private final Map<String, List<CompletableFuture<TokenUse>>> waiting = new HashMap<>();

    /// The use of a token.
    ///
    /// @param decision the first about the event; empty if it cannot be read, which counts as a use
    /// @param at when the broker took it
    record TokenUse(Optional<AgentDecision> decision, Instant at) {}

    /// @param most events, up to 2 KB each. When there are more, the gateway takes no decision until the oldest are
    ///     over: a use that is forgotten too early could happen twice
    public TokenUseIndex(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    synchronized Optional<TokenUse> find(String eventId) {
        return Optional.ofNullable(uses.get(eventId));
    }

    /// Completes when the first decision about an event is known. A caller that stops waiting cancels it.
    synchronized CompletableFuture<TokenUse> first(String eventId) {
        var known = uses.get(eventId);
        if (known != null) {
            return CompletableFuture.completedFuture(known);
        }
        var future = new CompletableFuture<TokenUse>();
        var together = waiting.computeIfAbsent(eventId, id -> new ArrayList<>());
        together.removeIf(CompletableFuture::isDone);
        together.add(future);
        return future;
    }

    /// Whether there is a decision about an event.
    public synchronized boolean contains(String eventId) {
        return uses.containsKey(eventId);
    }

    synchronized boolean hasRoom() {
        forgetOld();
        return uses.size() < most;
    }

    @Override
    public void take(FollowedRecord<AgentDecision> followed) {
        var tokenUse = new TokenUse(
                followed.recordContent()
                                instanceof RecordContent.RecordValue<? extends AgentDecision>(AgentDecision decision)
                        ? Optional.of(decision)
                        : Optional.empty(),
                followed.writtenAt());
        List<CompletableFuture<TokenUse>> told;
        synchronized (this) {
            if (uses.putIfAbsent(followed.key(), tokenUse) != null) {
                return;
            }
            told = waiting.getOrDefault(followed.key(), List.of());
            waiting.remove(followed.key());
        }
        told.forEach(waiter -> waiter.complete(tokenUse));
    }

    @Override
    public synchronized void reached(Map<Integer, Long> offsets) {
        forgetOld();
        waiting.values().removeIf(together -> together.stream().allMatch(CompletableFuture::isDone));
    }

    /// Partitions are read side by side, so an old use may wait behind a newer one for a moment.
    private void forgetOld() {
        Instant horizon = clock.instant().minus(WINDOW);
        var oldest = uses.values().iterator();
        while (oldest.hasNext() && oldest.next().at().isBefore(horizon)) {
            oldest.remove();
        }
    }

    public synchronized int size() {
        return uses.size();
    }
}
