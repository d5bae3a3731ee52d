package io.frostglass.runtime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;

/// The state of an application. *Ready*: all its parts are up, and it works. *Live*: it does not need a restart.
public final class Health {

    /// The state of one part.
    public sealed interface HealthState {
        record Up() implements HealthState {}

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
    private final ConcurrentMap<String, Supplier<HealthState>> vitals = new ConcurrentSkipListMap<>();
    private final CompletableFuture<String> death = new CompletableFuture<>();

    /// Adds a part. The application is ready if all parts are up.
    ///
    /// @param check fast, without network access
    public void ready(String part, Supplier<HealthState> check) {
        parts.put(part, check);
    }

    /// Adds a part without which the application needs a restart while it is down. The application is live if all of
    /// these are up.
    ///
    /// @param check fast, without network access
    public void live(String part, Supplier<HealthState> check) {
        vitals.put(part, check);
    }

    /// From now on the application is not live.
    ///
    /// @param reason for people; no secret, no payload
    public void die(String reason) {
        death.complete(reason);
    }

    /// Completes with the reason when the application is no longer live.
    CompletableFuture<String> death() {
        return death;
    }

    /// Whether the application is live and all parts are up.
    public boolean isReady() {
        return isLive() && allUp(readiness());
    }

    boolean isLive() {
        return allUp(liveness());
    }

    Map<String, HealthState> liveness() {
        var states = states(vitals);
        states.put("application", death.isDone() ? HealthState.down(death.join()) : HealthState.up());
        return states;
    }

    Map<String, HealthState> readiness() {
        return states(parts);
    }

    private static Map<String, HealthState> states(Map<String, Supplier<HealthState>> checks) {
        var states = new LinkedHashMap<String, HealthState>();
        checks.forEach((name, check) -> states.put(name, check.get()));
        return states;
    }

    static boolean allUp(Map<String, HealthState> states) {
        return states.values().stream().allMatch(HealthState.Up.class::isInstance);
    }
}
