package io.frostglass.gateway.push;

import io.frostglass.gateway.feed.FeedEvent;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The events of one partition that are on their way, each in a thread of its own, for as long as the partition is
/// ours.
final class Lane {

    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

    /// For attempts that are under way when the partition is taken from us.
    private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(2);

    private final Delivery.Way way;
    private final Consumer<Outcome> ended;
    private final Offsets offsets;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService threads;

    /// @param next offset of the first event that is to come
    /// @param ended told of every end
    Lane(Delivery.Way way, long next, Consumer<Outcome> ended) {
        this.way = way;
        this.ended = ended;
        this.offsets = new Offsets(next);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("push-" + way.agentId() + "-", 0).factory());
    }

    void pass(long offset) {
        offsets.pass(offset);
    }

    void send(FeedEvent event, long offset) {
        offsets.begin(offset);
        threads.execute(() -> {
            var delivery = new Delivery(event, way, time -> stop.await(time.toNanos(), TimeUnit.NANOSECONDS));
            Outcome outcome = run(delivery, event.id());
            if (outcome != Outcome.STOPPED) {
                offsets.end(offset);
            }
            ended.accept(outcome);
        });
    }

    private Outcome run(Delivery delivery, String eventId) {
        try {
            return delivery.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Outcome.STOPPED;
        } catch (Exception e) {
            // Given up: it would fail again, and keep its partition from going on. The message may hold what it does.
            LOG.atError()
                    .addKeyValue("agent", way.agentId())
                    .addKeyValue("event_id", eventId)
                    .addKeyValue("fault", e.getClass().getName())
                    .log("an event could not be pushed");
            return Outcome.FAILED;
        }
    }

    OptionalLong toCommit() {
        return offsets.toCommit();
    }

    void committed(long offset) {
        offsets.committed(offset);
    }

    /// Begins no attempt any more; the others wait at once for who comes after us.
    void stop() {
        stop.countDown();
        threads.shutdown();
    }

    /// Returns when all have ended; those that take too long are broken off.
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
}
