package io.frostglass.delivery;

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

/// Runs a worker in short steps, on the few threads of the pool:
/// ```
/// configure the group ─▶ join ─▶ step, step, step … ─▶ stopped: finish ─▶ leave
///          ▲                              │
///          ├───── back off ◀── failure ───┤
///          └──── brokers are away ────────┘
/// ```
/// If a worker fails, for example because a permission is missing or a broker does not answer, a new worker with a
/// new consumer replaces it after a pause.
final class WorkerLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /// For the attempts that are under way at a stop.
    private static final Duration FINISH = Duration.ofSeconds(4);

    private static final Duration CONFIGURATION_SPREADS = Duration.ofMillis(100);
    private static final Duration FIRST_BACK_OFF = Duration.ofMillis(250);
    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(3);

    private final DeliveryContext context;
    private final DeliveryClients clients;
    private final ScheduledExecutorService pollers;
    private final ProgressWatchdog.Loop progress;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile boolean alive;
    private volatile @Nullable Instant stopAt;
    private volatile @Nullable DeliveryWorker worker;

    /// This and the next field belong to the step that runs.
    private @Nullable CompletableFuture<Boolean> preparing;

    private int failures;

    private WorkerLoop(DeliveryContext context, DeliveryClients clients, ScheduledExecutorService pollers) {
        this.context = context;
        this.clients = clients;
        this.pollers = pollers;
        this.progress = ProgressWatchdog.OF_PROCESS.loop("deliveries to " + context.name());
    }

    static WorkerLoop start(DeliveryContext context, DeliveryClients clients, ScheduledExecutorService pollers) {
        var loop = new WorkerLoop(context, clients, pollers);
        loop.schedule(Duration.ZERO);
        return loop;
    }

    DeliveryContext context() {
        return context;
    }

    /// Whether the worker is a member of its group and takes alerts.
    boolean isAlive() {
        return alive;
    }

    /// Whether an alert has kept the worker from taking new ones for this long.
    boolean isHeldUpFor(Duration time) {
        DeliveryWorker now = worker;
        return now != null && now.isHeldUpFor(time);
    }

    /// Returns at once; see [#ended].
    void stop() {
        if (stopAt == null) {
            stopAt = context.clock().instant().plus(FINISH);
            stopped.complete(null);
        }
        DeliveryWorker now = worker;
        if (now != null) {
            now.stop();
        }
    }

    /// Completes when the worker has left its group.
    CompletableFuture<Void> ended() {
        return ended;
    }

    /// After the last step of all loops: closes the consumer of a loop that did not end in time. Its thread would go on
    /// otherwise.
    void abandon() {
        DeliveryWorker now = worker;
        if (now != null) {
            now.abandon();
        }
    }

    private void schedule(Duration wait) {
        try {
            var _ = pollers.schedule(this::step, wait.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The pool is closed, and no longer waits for this worker.
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
        } else if (preparing != null && !preparing.isDone()) {
            // To look again and again would cost more than all else while the brokers are away.
            var _ = CompletableFuture.anyOf(preparing, stopped).whenComplete((_, _) -> schedule(Duration.ZERO));
        } else {
            schedule(wait);
        }
    }

    /// @return how long to wait before the next step, if nothing is being prepared
    private Duration work() {
        DeliveryWorker now = worker;
        if (now != null && !now.isAway()) {
            Duration wait = now.work();
            alive = true;
            return wait;
        }
        if (now != null) {
            LOG.atWarn().addKeyValue("receiver", context.name()).log("brokers_unavailable");
            alive = false;
            worker = null;
            now.close();
        }
        String group = ShareGroups.of(context.name());
        if (preparing == null) {
            preparing = clients.prepare(group, context.settings().lock());
        }
        if (!preparing.isDone()) {
            return Duration.ZERO;
        }
        boolean prepared = preparing.join();
        preparing = null;
        if (prepared) {
            worker = new DeliveryWorker(context, clients.intake(context), clients.join(group, context.settings()));
            return Duration.ZERO;
        }
        return CONFIGURATION_SPREADS;
    }

    /// @return how long to wait before the next step; null if this was the last
    private @Nullable Duration finish(Instant end) {
        DeliveryWorker now = worker;
        if (now == null) {
            return null;
        }
        now.stop();
        Duration wait = now.finish(!context.clock().instant().isBefore(end));
        if (wait == null) {
            now.close();
        }
        return wait;
    }

    private @Nullable Duration failed(RuntimeException failure) {
        failures = alive ? 1 : failures + 1;
        alive = false;
        preparing = null;
        DeliveryWorker now = worker;
        worker = null;
        LOG.atWarn()
                .addKeyValue("receiver", context.name())
                .addKeyValue("failures", failures)
                .setCause(failure)
                .log("delivery_worker_failed");
        if (now != null) {
            now.close();
        }
        long full = Math.min(FIRST_BACK_OFF.toMillis() << Math.min(failures - 1, 10), LONGEST_BACK_OFF.toMillis());
        return stopAt != null
                ? null
                : Duration.ofMillis(ThreadLocalRandom.current().nextLong(full / 2, full + 1));
    }
}
