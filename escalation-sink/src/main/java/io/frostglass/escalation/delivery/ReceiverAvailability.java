package io.frostglass.escalation.delivery;

import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What is known of a receiver, by all who deliver to it:
/// ```
///         a failure                      time is up
///   UP ───────────────▶ DOWN, wait ───────────────────▶ DOWN, one probe under way
///    ▲                     ▲  │ twice as long each time      │ failure   │
///    │                     └──┼──────────────────────────────┘           │
///    └────────────────────────┴──────────────────────── an answer ◀──────┘
/// ```
/// So one that is down is asked by one alert at a time, not by all that wait for it. An alert that has not been
/// tried yet need not wait for its turn: it may be the others with which something is wrong. Not safe for
/// threads: see [CircuitBreaker].
final class ReceiverAvailability {

    /// As whom an attempt is made.
    enum Pass {
        /// The receiver is up as far as is known.
        REGULAR,
        /// It is down as far as is known, and it is time to look.
        PROBE
    }

    /// The longest that a receiver can ask to be left alone.
    static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

    private final RandomGenerator random;
    private int failures;
    private boolean probing;
    private Instant downUntil = Instant.MIN;
    private Instant leftAloneUntil = Instant.MIN;
    private Instant lastDelivery = Instant.MIN;

    ReceiverAvailability(RandomGenerator random) {
        this.random = random;
    }

    boolean isUp() {
        return failures == 0;
    }

    /// When it last took an alert; [Instant#MIN] if never.
    Instant lastDelivery() {
        return lastDelivery;
    }

    /// Lets an attempt through, if it may be made now. Who gets a pass must come back with [#answered] or [#failed],
    /// or [#withdrawn].
    ///
    /// @param first whether it is the alert's first
    @Nullable
    Pass tryPass(Instant now, boolean first) {
        if (isUp()) {
            return Pass.REGULAR;
        }
        if (probing || now.isBefore(waitUntil(first))) {
            return null;
        }
        probing = true;
        return Pass.PROBE;
    }

    /// When it is worth trying again for a pass, as far as is known now.
    Instant nextPass(boolean first) {
        return isUp() ? Instant.MIN : probing ? Instant.MAX : waitUntil(first);
    }

    private Instant waitUntil(boolean first) {
        return first || leftAloneUntil.isAfter(downUntil) ? leftAloneUntil : downUntil;
    }

    /// It answered, if only with a refusal.
    void answered() {
        failures = 0;
        probing = false;
    }

    /// It took the alert.
    void delivered(Instant now) {
        lastDelivery = now;
        answered();
    }

    /// It did not answer, or asked to be left alone.
    void failed(Pass pass, Instant now, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Instant asked = now.plus(min(retryAfter, LONGEST_RETRY_AFTER));
            leftAloneUntil = asked.isAfter(leftAloneUntil) ? asked : leftAloneUntil;
        }
        if (pass == Pass.PROBE) {
            probing = false;
        } else if (!isUp()) {
            return; // sent before it was known to be down: no news
        }
        failures++;
        downUntil = now.plus(BackOff.after(failures, random));
    }

    /// The attempt was not made after all.
    void withdrawn(Pass pass) {
        probing = pass != Pass.PROBE && probing;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
