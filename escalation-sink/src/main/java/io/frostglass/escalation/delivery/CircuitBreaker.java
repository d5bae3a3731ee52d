package io.frostglass.escalation.delivery;

import io.frostglass.escalation.delivery.ReceiverAvailability.Pass;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where all deliveries to one receiver wait while it is down.
final class CircuitBreaker {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ReceiverAvailability receiverAvailability;
    private final InstantSource clock;

    CircuitBreaker(ReceiverAvailability receiverAvailability, InstantSource clock) {
        this.receiverAvailability = receiverAvailability;
        this.clock = clock;
    }

    /// Waits until an attempt may be made.
    ///
    /// @param first whether it is the alert's first
    /// @param notBefore the alert's own back-off
    /// @param deadline when it is no longer worth waiting
    /// @param cancelled whether to stop waiting; looked at again after each [#wake]
    /// @return null if the deadline has come, or the waiting was cancelled
    @Nullable
    Pass enter(boolean first, Instant notBefore, Instant deadline, BooleanSupplier cancelled)
            throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!cancelled.getAsBoolean()) {
                Instant now = clock.instant();
                if (!now.isBefore(deadline)) {
                    return null;
                }
                Pass pass = now.isBefore(notBefore) ? null : receiverAvailability.tryPass(now, first);
                if (pass != null) {
                    return pass;
                }
                await(now, earlier(later(notBefore, receiverAvailability.nextPass(first)), deadline));
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /// Passes on what became of an attempt.
    void report(Consumer<ReceiverAvailability> news) {
        ask(receiverAvailability -> {
            news.accept(receiverAvailability);
            changed.signalAll();
            return true;
        });
    }

    <T> T ask(Function<ReceiverAvailability, T> question) {
        lock.lock();
        try {
            return question.apply(receiverAvailability);
        } finally {
            lock.unlock();
        }
    }

    /// Lets all who wait look again whether they should.
    void wake() {
        report(receiverAvailability -> {});
    }

    @SuppressWarnings("WaitNotInLoop") // the only caller is the loop
    private void await(Instant now, Instant until) throws InterruptedException {
        // At least a little, lest a coarse clock make it spin.
        long millis = Math.max(1, Duration.between(now, until).toMillis());
        var _ = changed.await(millis, TimeUnit.MILLISECONDS);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
