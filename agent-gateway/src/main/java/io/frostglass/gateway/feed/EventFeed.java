package io.frostglass.gateway.feed;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest authorised events, in memory: bounded in number and bytes, each for as long as its token is valid.
public final class EventFeed implements RecordHandler<AuthorizedMotion> {

    /// For an agent that waits too often at once.
    private static final Duration WAIT_LESS = Duration.ofSeconds(5);

    private final FeedLimits limits;
    private final InstantSource clock;

    /// Oldest first.
    private final Deque<HeldEvent> held = new ArrayDeque<>();

    private final Map<String, FeedEvent> byId = new HashMap<>();

    /// By partition: the first offset that may still be here.
    private final Map<Integer, Long> lostBefore = new HashMap<>();

    /// By partition: the next offset to be read.
    private final Map<Integer, Long> reached = new HashMap<>();

    private long bytes;
    private long read;
    private int waiting;
    private final Map<String, Integer> waitingByAgent = new HashMap<>();
    private boolean closed;

    private record HeldEvent(FeedEvent event, int partition, long offset, int bytes, long number) {}

    /// A query of an agent.
    ///
    /// @param after empty for all events that are held
    /// @param limit the most events
    /// @param patience how long to wait for an event
    /// @param visible which events the agent may see
    public record FeedQuery(
            String agentId,
            Optional<FeedCursor> after,
            int limit,
            Duration patience,
            Predicate<? super FeedEvent> visible) {}

    public EventFeed(FeedLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// Answers as soon as there are events after the cursor, or when the patience is over.
    public synchronized FeedPage ask(FeedQuery query) throws InterruptedException {
        dropExpired();
        FeedCursor from = query.after().orElseGet(() -> new FeedCursor(lostBefore));
        long seen = 0;
        long end = System.nanoTime() + query.patience().toNanos();
        while (true) {
            dropExpired();
            if (query.after().isPresent() && isGone(from)) {
                return new FeedPage.Refused(Refusal.of(ProblemType.CURSOR_GONE));
            }
            var page = collect(from, seen, query);
            long left = end - System.nanoTime();
            if (!page.events().isEmpty() || left <= 0 || closed) {
                return page;
            }
            if (waiting >= limits.waiting()) {
                return new FeedPage.Refused(Refusal.of(ProblemType.BUSY));
            }
            if (waitingByAgent.getOrDefault(query.agentId(), 0) >= limits.waitingOfOne()) {
                return new FeedPage.Refused(Refusal.tooMuch("limit_waiting", WAIT_LESS));
            }
            // Each event wakes all queries that wait, so a query must not look at an event twice.
            seen = read;
            from = page.next();
            waiting++;
            waitingByAgent.merge(query.agentId(), 1, Integer::sum);
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } finally {
                waiting--;
                waitingByAgent.computeIfPresent(query.agentId(), (_, own) -> own == 1 ? null : own - 1);
            }
        }
    }

    private boolean isGone(FeedCursor feedCursor) {
        return lostBefore.entrySet().stream().anyMatch(lost -> feedCursor.in(lost.getKey()) < lost.getValue());
    }

    /// @param seen events up to this number were looked at
    private FeedPage.Events collect(FeedCursor from, long seen, FeedQuery query) {
        var events = new ArrayList<FeedEvent>();
        var next = new HashMap<>(from.offsets());
        for (HeldEvent candidate : after(seen)) {
            if (candidate.offset() < from.in(candidate.partition())) {
                continue;
            }
            if (events.size() == query.limit()) {
                return new FeedPage.Events(events, new FeedCursor(next));
            }
            next.put(candidate.partition(), candidate.offset() + 1);
            if (isAlive(candidate.event()) && query.visible().test(candidate.event())) {
                events.add(candidate.event());
            }
        }
        reached.forEach((partition, offset) -> next.merge(partition, offset, Math::max));
        return new FeedPage.Events(events, new FeedCursor(next));
    }

    private Iterable<HeldEvent> after(long seen) {
        if (held.isEmpty() || held.getFirst().number() > seen) {
            return held;
        }
        var newer = new ArrayDeque<HeldEvent>();
        Iterator<HeldEvent> newestFirst = held.descendingIterator();
        for (HeldEvent next = newestFirst.next(); next.number() > seen; next = newestFirst.next()) {
            newer.addFirst(next);
        }
        return newer;
    }

    /// An event whose token is valid, by its id.
    public synchronized Optional<FeedEvent> find(String eventId) {
        return Optional.ofNullable(byId.get(eventId)).filter(this::isAlive);
    }

    private boolean isAlive(FeedEvent event) {
        return event.expiresAt().isAfter(clock.instant());
    }

    @Override
    public void take(FollowedRecord<AuthorizedMotion> followed) {
        if (!(followed.recordContent() instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var motion))) {
            return;
        }
        hold(FeedEvent.of(motion, followed.writtenAt()), followed);
    }

    private synchronized void hold(FeedEvent event, FollowedRecord<AuthorizedMotion> followed) {
        if (!isAlive(event)) {
            lose(followed.partition(), followed.offset());
            return;
        }
        held.addLast(new HeldEvent(event, followed.partition(), followed.offset(), followed.bytes(), ++read));
        byId.put(event.id(), event);
        bytes += followed.bytes();
        while (held.size() > limits.events() || bytes > limits.bytes()) {
            dropOldest();
        }
    }

    @Override
    public synchronized void begins(Map<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> lose(partition, offset - 1));
        reached.putAll(offsets);
    }

    @Override
    public synchronized void reached(Map<Integer, Long> offsets) {
        dropExpired();
        if (!offsets.equals(reached)) {
            reached.putAll(offsets);
            notifyAll();
        }
    }

    private void dropExpired() {
        for (@Nullable HeldEvent oldest = held.peekFirst();
                oldest != null && !isAlive(oldest.event());
                oldest = held.peekFirst()) {
            dropOldest();
        }
    }

    private void dropOldest() {
        HeldEvent oldest = held.removeFirst();
        bytes -= oldest.bytes();
        byId.remove(oldest.event().id(), oldest.event());
        lose(oldest.partition(), oldest.offset());
    }

    private void lose(int partition, long offset) {
        lostBefore.merge(partition, offset + 1, Math::max);
    }

    /// Answers all queries that wait. From now on no query waits.
    public synchronized void stopWaiting() {
        closed = true;
        notifyAll();
    }

    public synchronized int size() {
        return held.size();
    }

    /// The size of the events on the topic.
    public synchronized long bytes() {
        return bytes;
    }

    public synchronized int waiting() {
        return waiting;
    }

    /// How much the feed holds, and how many queries wait.
    ///
    /// @param events most events
    /// @param bytes most bytes of them, as they are on the topic
    /// @param waiting how many queries may wait for a new event at once
    public record FeedLimits(int events, long bytes, int waiting) {

        /// One agent gets this share of the places.
        private static final int SHARE = 4;

        int waitingOfOne() {
            return Math.max(1, waiting / SHARE);
        }
    }

    public sealed interface FeedPage {

        /// Events after the cursor, in the order in which this instance read them; empty if there were none in time.
        ///
        /// @param next the cursor for the next query
        record Events(List<FeedEvent> events, FeedCursor next) implements FeedPage {}

        /// The feed no longer holds events after the cursor, or too many queries wait already.
        record Refused(Refusal refusal) implements FeedPage {}
    }
}
