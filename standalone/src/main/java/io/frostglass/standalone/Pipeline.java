package io.frostglass.standalone;

import io.frostglass.runtime.RunningApplication;
import io.frostglass.topics.Principal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/// All applications in this JVM, each with its own principal and settings as if it were alone.
public final class Pipeline implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Installation installation;
    private final Function<Principal, Map<String, String>> connections;

    /// In the order of the flow.
    private final Map<Principal, RunningApplication> running = new LinkedHashMap<>();

    private Pipeline(Installation installation, Function<Principal, Map<String, String>> connections) {
        this.installation = installation;
        this.connections = connections;
    }

    /// Starts them and returns when all are ready.
    ///
    /// @param connections how each principal connects to the cluster
    /// @throws IllegalStateException if one does not become ready
    public static Pipeline start(Installation installation, Function<Principal, Map<String, String>> connections) {
        var pipeline = new Pipeline(installation, connections);
        try {
            pipeline.startAll();
            pipeline.awaitReady();
            return pipeline;
        } catch (RuntimeException e) {
            pipeline.close();
            throw e;
        }
    }

    /// Starts them in parallel: each waits for the broker most of the time.
    private void startAll() {
        var failures = new ArrayList<Throwable>();
        try (var starter = Executors.newVirtualThreadPerTaskExecutor()) {
            var starting = new LinkedHashMap<Application, Future<RunningApplication>>();
            Application.ALL.forEach(application -> starting.put(application, starter.submit(() -> start(application))));
            for (var started : starting.entrySet()) {
                try {
                    running.put(started.getKey().principal(), started.getValue().get());
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

    private RunningApplication start(Application application) {
        return application.start(installation.writeSettings(application, connections.apply(application.principal())));
    }

    private void awaitReady() {
        Instant end = Instant.now().plus(TIMEOUT);
        while (!running.values().stream()
                .allMatch(application -> application.health().isReady())) {
            if (Instant.now().isAfter(end)) {
                throw new IllegalStateException("not all applications became ready within " + TIMEOUT);
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// Stops one and starts it again; the others go on.
    public void restart(Application application) {
        RunningApplication old = running.remove(application.principal());
        if (old != null) {
            old.close();
        }
        running.put(application.principal(), start(application));
    }

    /// Stops them in parallel: each waits for the broker most of the time. What is under way is in Kafka.
    @Override
    public void close() {
        try (var closer = Executors.newVirtualThreadPerTaskExecutor()) {
            running.values().forEach(application -> closer.execute(application::close));
        }
        running.clear();
    }
}
