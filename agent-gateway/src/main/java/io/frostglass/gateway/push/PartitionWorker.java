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

/// The events of one partition that are on their way, each in a thread of its own, while this instance has the
/// partition.
final class PartitionWorker {

    private static final Logger LOG = LoggerFactory.getLogger(PartitionWorker.class);

    /// For attempts that are under way when the group takes the partition away.
    private static final Duration LAST_ATTEMPTS = Duration.ofSeconds(2);

    private final PushDelivery.PushRoute route;
    private final Consumer<PushOutcome> ended;
    private final PartitionOffsets offsets;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ExecutorService threads;

    /// @param next offset of the first event that is to come
    /// @param ended told of every end
    PartitionWorker(PushDelivery.PushRoute route, long next, Consumer<PushOutcome> ended) {
        this.route = route;
        this.ended = ended;
        this.offsets = new PartitionOffsets(next);
        this.threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("push-" + route.agentId() + "-", 0).factory());
    }

    void pass(long offset) {
        offsets.pass(offset);
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

    OptionalLong toCommit() {
        return offsets.toCommit();
    }

    void committed(long offset) {
        offsets.committed(offset);
    }

    /// Begins no attempt any more. The events that have not ended are for the next instance.
    void stop() {
        stop.countDown();
        threads.shutdown();
    }

    /// Returns when all attempts have ended, and breaks off those that take too long.
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
