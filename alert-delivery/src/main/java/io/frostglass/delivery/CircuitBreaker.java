package io.frostglass.delivery;

import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Holds back all deliveries to a receiver while it is down:
/// ```
///         a failure                      time is up
///   UP ───────────────▶ DOWN, wait ───────────────────▶ DOWN, one probe under way
///    ▲                     ▲  │ twice as long each time      │ failure   │
///    │                     └──┼──────────────────────────────┘           │
///    └────────────────────────┴──────────────────────── an answer ◀──────┘
/// ```
/// One alert at a time probes a receiver that is down, and the others wait. An alert that has not been tried yet does
/// not wait for the back-off: the failures may be due to the other alerts. Safe for use by several threads.
final class CircuitBreaker {

    /// How an attempt is made.
    enum Pass {
        /// The receiver is up, as far as is known.
        REGULAR,
        /// The receiver is down, as far as is known, and it is time to try again.
        PROBE
    }

    /// The longest pause that a receiver can ask for.
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private final InstantSource clock;
    private int failures;
    private boolean probing;
    private Instant downUntil = Instant.MIN;
    private Instant pausedUntil = Instant.MIN;
    private Instant lastDelivery = Instant.MIN;

    CircuitBreaker(RandomGenerator random, InstantSource clock) {
        this.random = random;
        this.clock = clock;
    }

    /// Waits until an attempt may be made. The caller reports its result with [#answered], [#delivered], [#failed]
    /// or [#withdrawn].
    ///
    /// @param first whether it is the alert's first attempt
    /// @param notBefore the end of the alert's own back-off
    /// @param deadline when to stop waiting
    /// @param cancelled whether to stop waiting; asked again after each [#wake]
    /// @return null at the deadline, or if the wait was cancelled
    synchronized @Nullable Pass enter(boolean first, Instant notBefore, Instant deadline, BooleanSupplier cancelled)
            throws InterruptedException {
        while (!cancelled.getAsBoolean()) {
            Instant now = clock.instant();
            if (!now.isBefore(deadline)) {
                return null;
            }
            Pass pass = now.isBefore(notBefore) ? null : tryPass(now, first);
            if (pass != null) {
                return pass;
            }
            Instant next = later(notBefore, nextPass(first));
            Instant until = next.isBefore(deadline) ? next : deadline;
            // At least 1 ms: 0 would wait without end.
            wait(Math.max(1, Duration.between(now, until).toMillis()));
        }
        return null;
    }

    /// Lets all waiting deliveries check whether they are cancelled.
    synchronized void wake() {
        notifyAll();
    }

    synchronized boolean isUp() {
        return failures == 0;
    }

    /// When the receiver last took an alert; [Instant#MIN] if never.
    synchronized Instant lastDelivery() {
        return lastDelivery;
    }

    /// Lets an attempt through if it may be made now, else returns null.
    synchronized @Nullable Pass tryPass(Instant now, boolean first) {
        if (isUp()) {
            return Pass.REGULAR;
        }
        if (probing || now.isBefore(waitUntil(first))) {
            return null;
        }
        probing = true;
        return Pass.PROBE;
    }

    /// The earliest time for another [#tryPass], as far as is known now.
    synchronized Instant nextPass(boolean first) {
        return isUp() ? Instant.MIN : probing ? Instant.MAX : waitUntil(first);
    }

    private Instant waitUntil(boolean first) {
        return first ? pausedUntil : later(pausedUntil, downUntil);
    }

    /// The receiver answered, perhaps with a refusal.
    synchronized void answered() {
        failures = 0;
        probing = false;
        notifyAll();
    }

    /// The receiver took the alert.
    synchronized void delivered(Instant now) {
        lastDelivery = now;
        answered();
    }

    /// The receiver did not answer, or asked for a pause.
    synchronized void failed(Pass pass, Instant now, @Nullable Duration retryAfter) {
        notifyAll();
        if (retryAfter != null) {
            Duration pause = retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
            pausedUntil = later(pausedUntil, now.plus(pause));
        }
        if (pass == Pass.PROBE) {
            probing = false;
        } else if (!isUp()) {
            return; // the attempt began while the receiver was up, so the failure is already counted
        }
        failures++;
        downUntil = now.plus(BackOff.after(failures, random));
    }

    /// The attempt was not made.
    synchronized void withdrawn(Pass pass) {
        probing = pass != Pass.PROBE && probing;
        notifyAll();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
