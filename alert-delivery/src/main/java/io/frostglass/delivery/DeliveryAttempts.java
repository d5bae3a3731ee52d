package io.frostglass.delivery;

import io.frostglass.delivery.CircuitBreaker.Pass;
import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The attempts to deliver one alert. For use by one thread.
final class DeliveryAttempts {

    /// Attempts before an alert that fails alone is given up.
    static final int ENOUGH = 5;

    private final RandomGenerator random;
    private int count;
    private int failuresWhileUp;
    private Instant notBefore = Instant.MIN;
    private @Nullable Instant firstFailure;
    private String lastReason = "expired";

    DeliveryAttempts(RandomGenerator random) {
        this.random = random;
    }

    void begun() {
        count++;
    }

    /// A failed probe tells about the receiver, not about this alert: then the receiver's back-off is enough.
    void failed(Pass pass, Instant now, String reason) {
        lastReason = reason;
        firstFailure = firstFailure == null ? now : firstFailure;
        if (pass == Pass.REGULAR) {
            failuresWhileUp++;
            notBefore = now.plus(BackOff.after(failuresWhileUp, random));
        }
    }

    /// The receiver takes no more requests until then.
    void waitUntil(Instant time) {
        notBefore = time.isAfter(notBefore) ? time : notBefore;
    }

    int count() {
        return count;
    }

    /// When the next attempt may be made.
    Instant notBefore() {
        return notBefore;
    }

    String lastReason() {
        return lastReason;
    }

    /// Whether the alert has failed for this long while the receiver took others. Then something is wrong with the
    /// alert, and it keeps a worker busy.
    boolean areAloneFor(Duration atLeast, Instant now, Instant lastDelivery) {
        Instant since = firstFailure;
        return since != null && count >= ENOUGH && lastDelivery.isAfter(since) && !now.isBefore(since.plus(atLeast));
    }
}
