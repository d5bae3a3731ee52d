package io.frostglass.escalation.delivery;

import io.frostglass.escalation.delivery.ReceiverAvailability.Pass;
import io.frostglass.runtime.webhook.BackOff;
import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What one alert has been through. For one thread.
final class DeliveryAttempts {

    /// An alert that fails alone is not given up before so many attempts.
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

    /// A failure as a probe says nothing of this alert, only of the receiver, and the receiver's own back-off is
    /// enough.
    void failed(Pass pass, Instant now, String reason) {
        lastReason = reason;
        firstFailure = firstFailure == null ? now : firstFailure;
        if (pass == Pass.REGULAR) {
            failuresWhileUp++;
            notBefore = now.plus(BackOff.after(failuresWhileUp, random));
        }
    }

    int count() {
        return count;
    }

    /// When the next one may be made.
    Instant notBefore() {
        return notBefore;
    }

    /// Why the last one failed.
    String lastReason() {
        return lastReason;
    }

    /// Whether it fails while the receiver takes others: then something is wrong with this one, and it keeps a worker
    /// from them.
    boolean areAloneFor(Duration atLeast, Instant now, Instant lastDelivery) {
        Instant since = firstFailure;
        return since != null && count >= ENOUGH && lastDelivery.isAfter(since) && !now.isBefore(since.plus(atLeast));
    }
}
