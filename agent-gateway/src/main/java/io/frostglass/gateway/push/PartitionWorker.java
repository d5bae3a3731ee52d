package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.push.PushDelivery.PushOutcome;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the events of one partition while this instance has the partition, each event in a thread of its own.
final class PartitionWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

    /// How long attempts under way may take when the group takes the partition away.
    private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(2);

    private final PushDelivery.PushRoute route;
    private final Consumer<PushOutcome> ended;
    private final PartitionOffsets offsets;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService threads;

    /// @param next offset of the first record
    /// @param ended takes the outcome of each event
    PartitionWorker(PushDelivery.PushRoute route, long next, Consumer<PushOutcome> ended) {
        this.route = route;
        this.ended = ended;
        this.offsets = new PartitionOffsets(next);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("push-" + route.agentId() + "-", 0).factory());
    }

    PartitionOffsets offsets() {
        return offsets;
    }

    void send(FeedEvent event, long offset) {
        offsets.begin(offset);
        threads.execute(() -> {
            var delivery = new PushDelivery(event, route, time -> stop.await(time.toNanos(), TimeUnit.NANOSECONDS));
            PushOutcome outcome = run(delivery, event.id());
            if (outcome != PushOutcome.STOPPED) {
                offsets.end(offset);
            }
            ended.accept(outcome);
        });
    }

    private PushOutcome run(PushDelivery delivery, String eventId) {
        try {
            return delivery.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return PushOutcome.STOPPED;
        } catch (Exception e) {
            // Given up: it would fail again, and hold up its partition. The exception's message may hold content.
            LOG.atError()
                    .addKeyValue("agent", route.agentId())
                    .addKeyValue("event_id", eventId)
                    .addKeyValue("fault", e.getClass().getName())
                    .log("event_not_pushed");
            return PushOutcome.FAILED;
        }
    }

    /// Begins no more attempts. The next instance sends the events that have not ended.
    void stop() {
        stop.countDown();
        threads.shutdown();
    }

    /// Returns when all attempts have ended. Breaks off attempts that take too long.
    void awaitEnd() {
        try {
            if (!threads.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(LAST_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /// How far a partition is done: an event on its way holds up the commit of later events, which may have ended.
    static final class PartitionOffsets {

        private final TreeSet<Long> open = new TreeSet<>();
        private long next;
        private long committed;

        /// @param next the first offset
        PartitionOffsets(long next) {
            this.next = next;
            this.committed = next;
        }

        /// The event has been read, and is on its way.
        synchronized void begin(long offset) {
            open.add(offset);
            next = offset + 1;
        }

        /// The record has been read, and needs nothing.
        synchronized void pass(long offset) {
            next = offset + 1;
        }

        synchronized void end(long offset) {
            open.remove(offset);
        }

        /// The offset to commit; empty if it has not changed since the last commit.
        synchronized OptionalLong toCommit() {
            long done = open.isEmpty() ? next : open.first();
            return done > committed ? OptionalLong.of(done) : OptionalLong.empty();
        }

        synchronized void committed(long offset) {
            committed = Math.max(committed, offset);
        }
    }
}
