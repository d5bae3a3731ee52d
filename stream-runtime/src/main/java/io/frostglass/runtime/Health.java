package io.frostglass.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// What an application knows of its own state. *Ready* means: it does its work now, every part is up. *Live* means:
/// nothing has happened that only a restart can mend.
public final class Health {

    /// The state of one part.
    public sealed interface HealthState {
        /// It works.
        record Up() implements HealthState {}

        /// It does not, for now.
        ///
        /// @param reason for people; no secret, no payload
        record Down(String reason) implements HealthState {}

        static HealthState up() {
            return new Up();
        }

        static HealthState down(String reason) {
            return new Down(reason);
        }

        static HealthState of(boolean up, String reasonIfDown) {
            return up ? up() : down(reasonIfDown);
        }
    }

    private final ConcurrentMap<String, Supplier<HealthState>> parts = new ConcurrentSkipListMap<>();
    private final CompletableFuture<String> death = new CompletableFuture<>();

    /// Adds a part that must be up for the application to be ready.
    ///
    /// @param check fast, never blocks on the network
    public void ready(String part, Supplier<HealthState> check) {
        parts.put(part, check);
    }

    /// Says that the application is beyond help: from now on it is not live.
    ///
    /// @param reason for people; no secret, no payload
    public void die(String reason) {
        death.complete(reason);
    }

    /// Completes with the reason when the application is beyond help.
    CompletableFuture<String> death() {
        return death;
    }

    /// Whether all parts are up, and nothing fatal has happened.
    public boolean isReady() {
        return !death.isDone() && allUp(readiness());
    }

    Map<String, HealthState> liveness() {
        return Map.of("application", death.isDone() ? HealthState.down(death.join()) : HealthState.up());
    }

    Map<String, HealthState> readiness() {
        var states = new LinkedHashMap<String, HealthState>();
        parts.forEach((name, check) -> states.put(name, check.get()));
        return states;
    }

    static boolean allUp(Map<String, HealthState> states) {
        return states.values().stream().allMatch(HealthState.Up.class::isInstance);
    }
}
