package io.frostglass.escalation.delivery;

import io.frostglass.runtime.ProgressWatchdog;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a worker at work, in short steps that the pool's few threads take in turn:
/// ```
/// configure the group ─▶ join ─▶ step, step, step … ─▶ told to stop: finish ─▶ leave
///          ▲                              │
///          ├───── back off ◀── failure ───┤
///          └──── brokers are away ────────┘
/// ```
/// If a worker fails, because a permission is missing or a broker does not answer, a new one with a new consumer takes
/// its place after a pause.
final class WorkerLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /// For attempts that are under way when it is told to stop.
    private static final Duration FINISH = Duration.ofSeconds(4);

    private static final Duration ASK_AGAIN = Duration.ofMillis(250);
    private static final Duration CONFIGURATION_TRAVELS = Duration.ofMillis(100);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

    private final DeliveryContext deliveryContext;
    private final DeliveryClients deliveryClients;
    private final ScheduledExecutorService pollers;
    private final ProgressWatchdog.Loop progress;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean alive;
    private volatile @Nullable Instant stopAt;
    private volatile @Nullable DeliveryWorker deliveryWorker;

    /// Of one step at a time.
    private @Nullable CompletableFuture<Boolean> preparing;

    private int failures;

    private WorkerLoop(
            DeliveryContext deliveryContext, DeliveryClients deliveryClients, ScheduledExecutorService pollers) {
        this.deliveryContext = deliveryContext;
        this.deliveryClients = deliveryClients;
        this.pollers = pollers;
        this.progress = ProgressWatchdog.OF_PROCESS.loop("deliveries to " + deliveryContext.name());
    }

    static WorkerLoop start(
            DeliveryContext deliveryContext, DeliveryClients deliveryClients, ScheduledExecutorService pollers) {
        var loop = new WorkerLoop(deliveryContext, deliveryClients, pollers);
        loop.schedule(Duration.ZERO);
        return loop;
    }

    DeliveryContext deliveryContext() {
        return deliveryContext;
    }

    /// Whether it does its work now.
    boolean isAlive() {
        return alive;
    }

    /// Whether an alert has kept it from taking new ones for so long.
    boolean isHeldUpFor(Duration time) {
        DeliveryWorker now = deliveryWorker;
        return now != null && now.isHeldUpFor(time);
    }

    /// Returns at once; [#ended] tells of the end.
    void stop() {
        if (stopAt == null) {
            stopAt = deliveryContext.clock().instant().plus(FINISH);
        }
        DeliveryWorker now = deliveryWorker;
        if (now != null) {
            now.stop();
        }
    }

    /// Completes when it has left its group.
    CompletableFuture<Void> ended() {
        return ended;
    }

    private void schedule(Duration wait) {
        try {
            var _ = pollers.schedule(this::step, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The pool is closed, and does not wait for this one any longer.
            ended.complete(null);
        }
    }

    private void step() {
        Duration wait;
        progress.begin();
        try {
            wait = stopAt == null ? work() : finish(stopAt);
        } catch (RuntimeException e) {
            wait = failed(e);
        }
        progress.end();
        if (wait == null) {
            alive = false;
            progress.close();
            ended.complete(null);
        } else {
            schedule(wait);
        }
    }

    /// @return how long to wait before the next step
    private Duration work() {
        DeliveryWorker now = deliveryWorker;
        if (now != null && !now.isAway()) {
            Duration wait = now.work();
            alive = true;
            return wait;
        }
        if (now != null) {
            LOG.atWarn()
                    .addKeyValue("receiver", deliveryContext.name())
                    .log("brokers are away; the worker waits for them");
            alive = false;
            deliveryWorker = null;
            now.close();
        }
        String group = ShareGroups.of(deliveryContext.name());
        if (preparing == null) {
            preparing =
                    deliveryClients.prepare(group, deliveryContext.settings().lock());
        }
        if (!preparing.isDone()) {
            return ASK_AGAIN;
        }
        boolean prepared = preparing.join();
        preparing = null;
        if (prepared) {
            deliveryWorker = new DeliveryWorker(
                    deliveryContext,
                    deliveryClients.intake(deliveryContext),
                    deliveryClients.join(group, deliveryContext.settings()));
            return Duration.ZERO;
        }
        return CONFIGURATION_TRAVELS;
    }

    /// @return how long to wait before the next step; null if this was the last
    private @Nullable Duration finish(Instant end) {
        DeliveryWorker now = deliveryWorker;
        if (now == null) {
            return null;
        }
        now.stop();
        Duration wait = now.finish(!deliveryContext.clock().instant().isBefore(end));
        if (wait == null) {
            now.close();
        }
        return wait;
    }

    private @Nullable Duration failed(RuntimeException failure) {
        failures = alive ? 1 : failures + 1;
        alive = false;
        preparing = null;
        DeliveryWorker now = deliveryWorker;
        deliveryWorker = null;
        LOG.atWarn()
                .addKeyValue("receiver", deliveryContext.name())
                .addKeyValue("failures", failures)
                .setCause(failure)
                .log("delivery worker failed; another takes its place");
        if (now != null) {
            now.close();
        }
        long full = Math.min(FIRST_BACK_OFF.toMillis() << Math.min(failures - 1, 10), LONGEST_BACK_OFF.toMillis());
        return stopAt != null
                ? null
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    }
}
