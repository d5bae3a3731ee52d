package io.frostglass.standalone;

import io.frostglass.runtime.RunningApplication;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;

/// All applications in this JVM, each with its own principal and settings as if it were alone.
final class Pipeline implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Deque<RunningApplication> applications = new ArrayDeque<>();

    private Pipeline() {}

    /// Starts them and returns when all are ready.
    ///
    /// @throws IllegalStateException if one does not become ready
    static Pipeline start(Installation installation, Cluster cluster) {
        var pipeline = new Pipeline();
        try {
            for (Application application : Application.ALL) {
                var settings = installation.writeSettings(application, cluster.client(application.principal()));
                pipeline.applications.push(application.start(settings));
            }
            pipeline.awaitReady();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
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
            applications.removeLast().close();
        }
    }
}
