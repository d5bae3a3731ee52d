package io.frostglass.gateway.feed;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The newest authorised events, in memory: bounded in number and bytes, and none longer than its token lives.
public final class EventFeed implements RecordHandler<AuthorizedMotion> {

    private final FeedLimits limits;
    private final InstantSource clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

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
    private final Map<String, Integer> waitingByWho = new HashMap<>();
    private boolean closed;

    private record HeldEvent(FeedEvent event, int partition, long offset, int bytes, long number) {}

    /// Someone's question.
    ///
    /// @param who he is
    /// @param after empty for everything that is held
    /// @param limit most events
    /// @param patience how long for one, where there is none
    /// @param visible which events he may see
    public record FeedQuery(
            String who,
            Optional<FeedCursor> after,
            int limit,
            Duration patience,
            Predicate<? super FeedEvent> visible) {}

    public EventFeed(FeedLimits limits, InstantSource clock) {
        this.limits = limits;
        this.clock = clock;
    }

    /// Answers at once if there are events after the cursor, else when there are, or when he does not wait any
    /// longer.
    public FeedPage ask(FeedQuery feedQuery) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            dropExpired();
            FeedCursor from = feedQuery.after().orElseGet(() -> new FeedCursor(lostBefore));
            long seen = 0;
            long left = feedQuery.patience().toNanos();
            while (true) {
                dropExpired();
                if (feedQuery.after().isPresent() && isGone(from)) {
                    return new FeedPage.Gone();
                }
                var page = collect(from, seen, feedQuery);
                if (!page.events().isEmpty() || left <= 0 || closed) {
                    return page;
                }
                if (waiting >= limits.waiting()) {
                    return new FeedPage.Busy();
                }
                if (waitingByWho.getOrDefault(feedQuery.who(), 0) >= limits.waitingOfOne()) {
                    return new FeedPage.TooManyWaiting();
                }
                // What was looked at is not looked at again by who waits: many may, and each event wakes them all.
                seen = read;
                from = page.next();
                waiting++;
                waitingByWho.merge(feedQuery.who(), 1, Integer::sum);
                try {
                    left = changed.awaitNanos(left);
                } finally {
                    waiting--;
                    waitingByWho.computeIfPresent(feedQuery.who(), (_, own) -> own == 1 ? null : own - 1);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isGone(FeedCursor feedCursor) {
        return lostBefore.entrySet().stream().anyMatch(lost -> feedCursor.in(lost.getKey()) < lost.getValue());
    }

    /// @param seen events up to this number need no look
    private FeedPage.Events collect(FeedCursor from, long seen, FeedQuery feedQuery) {
        var events = new ArrayList<FeedEvent>();
        var next = new HashMap<>(from.offsets());
        for (HeldEvent candidate : after(seen)) {
            if (candidate.offset() < from.in(candidate.partition())) {
                continue;
            }
            if (events.size() == feedQuery.limit()) {
                return new FeedPage.Events(events, new FeedCursor(next));
            }
            next.put(candidate.partition(), candidate.offset() + 1);
            if (isAlive(candidate.event()) && feedQuery.visible().test(candidate.event())) {
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

    /// An event that may be seen, by its id.
    public Optional<FeedEvent> find(String eventId) {
        lock.lock();
        try {
            return Optional.ofNullable(byId.get(eventId)).filter(this::isAlive);
        } finally {
            lock.unlock();
        }
    }

    private boolean isAlive(FeedEvent event) {
        return event.expiresAt().isAfter(clock.instant());
    }

    @Override
    public void take(FollowedRecord<AuthorizedMotion> followedRecord) {
        if (!(followedRecord.recordContent()
                instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var motion))) {
            return;
        }
        var event = FeedEvent.of(motion, followedRecord.writtenAt());
        lock.lock();
        try {
            if (!isAlive(event)) {
                lose(followedRecord.partition(), followedRecord.offset());
                return;
            }
            held.addLast(new HeldEvent(
                    event, followedRecord.partition(), followedRecord.offset(), followedRecord.bytes(), ++read));
            byId.put(event.id(), event);
            bytes += followedRecord.bytes();
            while (held.size() > limits.events() || bytes > limits.bytes()) {
                dropOldest();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void begins(Map<Integer, Long> offsets) {
        lock.lock();
        try {
            offsets.forEach((partition, offset) -> lose(partition, offset - 1));
            reached.putAll(offsets);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void reached(Map<Integer, Long> offsets) {
        lock.lock();
        try {
            dropExpired();
            if (!offsets.equals(reached)) {
                reached.putAll(offsets);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
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

    /// Lets go of all who wait: nobody is made to wait from now on.
    public void stopWaiting() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// How many events are held.
    public int size() {
        lock.lock();
        try {
            return held.size();
        } finally {
            lock.unlock();
        }
    }

    /// How many bytes they have.
    public long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /// How many wait for a new event.
    public int waiting() {
        lock.lock();
        try {
            return waiting;
        } finally {
            lock.unlock();
        }
    }
}
