package io.frostglass.standalone;

import io.frostglass.runtime.RunningApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/// All applications in this JVM, each with its own principal and settings as if it were alone.
public final class Pipeline implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deque<RunningApplication> applications = new ArrayDeque<>();

    private Pipeline() {}

    /// Starts them and returns when all are ready.
    ///
    /// @throws IllegalStateException if one does not become ready
    public static Pipeline start(Installation installation, Cluster cluster) {
        var pipeline = new Pipeline();
        try {
            pipeline.startAll(installation, cluster);
            pipeline.awaitReady();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    /// Side by side: each waits for the broker most of the time.
    private void startAll(Installation installation, Cluster cluster) {
        var failures = new ArrayList<Throwable>();
        try (var starter = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting = Application.ALL.stream()
                    .map(application -> {
                        var settings = installation.writeSettings(application, cluster.client(application.principal()));
                        return starter.submit(() -> application.start(settings));
                    })
                    .toList();
            for (Future<RunningApplication> started : starting) {
                try {
                    applications.add(started.get());
                } catch (ExecutionException e) {
                    failures.add(e.getCause());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting", e);
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException(failures.getFirst().getMessage(), failures.getFirst());
        }
    }

    private void awaitReady() {
        Instant end = Instant.now().plus(PATIENCE);
        while (!applications.stream()
                .allMatch(application -> application.health().isReady())) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not all applications became ready within " + PATIENCE);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Stops them in the order of the flow, so that each can still hand on what it has.
    @Override
    public void close() {
        while (!applications.isEmpty()) {
            applications.removeFirst().close();
        }
    }
}
