package io.frostglass.gateway.http;

import io.frostglass.runtime.metrics.MetricCatalogue;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes records of refused requests one after the other, on a thread of its own. The server answers without waiting
/// for them. While the queue is full, it drops new records, counts them, and logs that once.
final class RefusalRecorder {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalRecorder.class);

    /// For the records that wait when the server stops.
    private static final Duration FINISH = Duration.ofSeconds(5);

    private final ThreadPoolExecutor worker;
    private final Counter lost;
    private final AtomicBoolean full = new AtomicBoolean();

    /// @param maxWaiting the records that may wait
    RefusalRecorder(int maxWaiting, MeterRegistry metrics) {
        this.worker = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(maxWaiting),
                Thread.ofPlatform().name("refused-requests").daemon().factory());
        this.lost = MetricCatalogue.GATEWAY_REFUSALS_UNRECORDED.counter(metrics);
    }

    /// Returns at once.
    ///
    /// @param write writes the record; must not need the request, which may be over by then
    void add(Runnable write) {
        try {
            worker.execute(() -> run(write));
            full.set(false);
        } catch (RejectedExecutionException e) {
            lost.increment();
            if (!full.getAndSet(true)) {
                LOG.atError().addKeyValue("waiting", worker.getQueue().size()).log("refused_requests_not_recorded");
            }
        }
    }

    private void run(Runnable write) {
        try {
            write.run();
        } catch (RuntimeException e) {
            lost.increment();
            // The exception's message may hold content.
            LOG.atError().addKeyValue("fault", e.getClass().getName()).log("refused_request_not_recorded");
        }
    }

    /// Writes the records that wait, for some seconds at most.
    void close() {
        worker.shutdown();
        try {
            worker.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        int left = worker.shutdownNow().size();
        if (left > 0) {
            lost.increment(left);
            LOG.atError().addKeyValue("waiting", left).log("refused_requests_not_recorded");
        }
    }
}
