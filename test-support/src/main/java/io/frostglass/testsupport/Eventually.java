package io.frostglass.testsupport;

import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Waits until a condition is true. The time limit is far longer than a slow machine needs: a test that passes never
/// waits for it.
public final class Eventually {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /// A condition that a test waits for.
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /// A value that changes while a test waits.
    @FunctionalInterface
    public interface Value<T extends @Nullable Object> {
        T get() throws Exception;
    }

    /// Waits until a condition holds.
    ///
    /// @param what the condition in words, for the failure: "the gateway is ready"
    /// @throws AssertionError if the condition does not hold within three minutes, or throws a checked exception
    public static void eventually(String what, Condition condition) {
        eventually(what, condition::holds, holds -> holds);
    }

    /// Waits until a value is as expected. The failure shows the last value.
    ///
    /// @param what the expected state in words: "three audit entries"
    /// @return the value
    /// @throws AssertionError if the value is not as expected within three minutes, or reading it throws a checked
    ///     exception
    public static <T extends @Nullable Object> T eventually(
            String what, Value<T> value, Predicate<? super T> expected) {
        long start = System.nanoTime();
        for (int reads = 1; ; reads++) {
            T last = read(what, value);
            if (expected.test(last)) {
                return last;
            }
            var waited = Duration.ofNanos(System.nanoTime() - start);
            if (waited.compareTo(LIMIT) >= 0 || isInterrupted()) {
                throw new AssertionError("not within %d s: %s; read %d times, the last value was %s"
                        .formatted(waited.toSeconds(), what, reads, last));
            }
        }
    }

    private static <T extends @Nullable Object> T read(String what, Value<T> value) {
        try {
            return value.get();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError("cannot read whether " + what, e);
        }
    }

    /// Pauses. An interrupt is the end of the time that JUnit gives the test.
    private static boolean isInterrupted() {
        try {
            Thread.sleep(PAUSE);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
