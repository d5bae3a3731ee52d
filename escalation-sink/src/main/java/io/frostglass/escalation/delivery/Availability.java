package io.frostglass.escalation.delivery;

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
/// So one that is down is asked by one alert at a time, not by all that wait for it. Not safe for threads: see [Gate].
final class Availability {

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
    private Instant lastDelivery = Instant.MIN;

    Availability(RandomGenerator random) {
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
    @Nullable
    Pass tryPass(Instant now) {
        if (isUp()) {
            return Pass.REGULAR;
        }
        if (probing || now.isBefore(downUntil)) {
            return null;
        }
        probing = true;
        return Pass.PROBE;
    }

    /// When it is worth trying again for a pass, as far as is known now.
    Instant nextPass() {
        return isUp() ? Instant.MIN : probing ? Instant.MAX : downUntil;
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
        if (pass == Pass.PROBE) {
            probing = false;
        } else if (!isUp()) {
            // Sent before it was known to be down: no news.
            extend(now, retryAfter);
            return;
        }
        failures++;
        downUntil = now.plus(BackOff.after(failures, random));
        extend(now, retryAfter);
    }

    private void extend(Instant now, @Nullable Duration retryAfter) {
        if (retryAfter != null) {
            Instant asked = now.plus(min(retryAfter, LONGEST_RETRY_AFTER));
            downUntil = asked.isAfter(downUntil) ? asked : downUntil;
        }
    }

    /// The attempt was not made after all.
    void withdrawn(Pass pass) {
        probing = pass != Pass.PROBE && probing;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
