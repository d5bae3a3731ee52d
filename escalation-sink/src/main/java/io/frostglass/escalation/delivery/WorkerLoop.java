package io.frostglass.escalation.delivery;

import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a worker at work, in a thread of its own. If it fails, because a permission is missing or a broker does not
/// answer, a new one with a new consumer takes its place after a pause.
final class WorkerLoop {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    /// For attempts that are under way when it is told to stop.
    private static final Duration FINISH = Duration.ofSeconds(30);

    private static final Duration CONFIGURATION_TRAVELS = Duration.ofMillis(100);

    private final Lane lane;
    private final Kafka kafka;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean alive;
    private volatile @Nullable Worker worker;

    private WorkerLoop(Lane lane, Kafka kafka) {
        this.lane = lane;
        this.kafka = kafka;
        this.thread = Thread.ofVirtual().name("worker-" + lane.name()).unstarted(this::run);
    }

    static WorkerLoop start(Lane lane, Kafka kafka) {
        var loop = new WorkerLoop(lane, kafka);
        loop.thread.start();
        return loop;
    }

    /// Whether it does its work now.
    boolean isAlive() {
        return alive && thread.isAlive();
    }

    /// Returns at once; [#join] waits for the end.
    void stop() {
        stopping.countDown();
        Worker now = worker;
        if (now != null) {
            now.stop();
        }
    }

    void join() throws InterruptedException {
        thread.join();
    }

    private void run() {
        int failures = 0;
        while (!isStopping()) {
            try {
                work();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failures = alive ? 1 : failures + 1;
                alive = false;
                LOG.atWarn()
                        .addKeyValue("receiver", lane.name())
                        .addKeyValue("failures", failures)
                        .setCause(e)
                        .log("delivery worker failed; another takes its place");
                pause(BackOff.after(failures, ThreadLocalRandom.current()));
            }
        }
    }

    private void work() throws InterruptedException {
        String group = ShareGroups.of(lane.name());
        while (!kafka.prepare(group, lane.settings().lock())) {
            pause(CONFIGURATION_TRAVELS);
        }
        try (ShareConsumer<String, byte[]> consumer = kafka.join(group, lane.settings())) {
            var fresh = new Worker(lane, kafka.intake(lane), consumer);
            worker = fresh;
            try {
                while (!isStopping()) {
                    fresh.work();
                    alive = true;
                }
                fresh.stop();
                fresh.finish(lane.clock().instant().plus(FINISH));
            } finally {
                fresh.abandon();
            }
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    private void pause(Duration time) {
        try {
            var _ = stopping.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new KafkaException(e);
        }
    }
}
