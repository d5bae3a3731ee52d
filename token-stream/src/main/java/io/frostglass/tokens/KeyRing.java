package io.frostglass.tokens;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The key that this instance signs with now. A new one takes its place on a schedule, and not before its public half
/// is published: no token exists whose key nobody can look up.
final class KeyRing implements AutoCloseable {

    /// Makes a public half known; returns when it is.
    @FunctionalInterface
    interface Publisher {
        void publish(SigningKey key);
    }

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    /// After a failure the next attempt comes sooner than the next rotation.
    private static final int ATTEMPTS_PER_ROTATION = 24;

    private final Clock clock;
    private final Duration rotation;
    private final Duration validity;
    private final Publisher publisher;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofVirtual().name("key-rotation").factory());

    private volatile SigningKey current;

    private KeyRing(Clock clock, Duration rotation, Duration validity, Publisher publisher) {
        this.clock = clock;
        this.rotation = rotation;
        this.validity = validity;
        this.publisher = publisher;
        this.current = publishedKey();
    }

    /// Makes and publishes the first key, and starts the schedule.
    ///
    /// @throws RuntimeException of the publisher, if it cannot be published
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the scheduler
    static KeyRing open(Clock clock, Duration rotation, Duration validity, Publisher publisher) {
        var ring = new KeyRing(clock, rotation, validity, publisher);
        long period = Math.max(1, rotation.toMillis() / ATTEMPTS_PER_ROTATION);
        ring.scheduler.scheduleWithFixedDelay(ring::rotateIfDue, period, period, TimeUnit.MILLISECONDS);
        return ring;
    }

    SigningKey current() {
        return current;
    }

    /// Whether the key is not overdue for rotation by more than the rotation itself.
    boolean isFresh() {
        return clock.instant().isBefore(current.notBefore().plus(rotation.multipliedBy(2)));
    }

    /// Puts a new key in place of one that has signed long enough. If the new one cannot be published, the old one
    /// goes on; it stays in the key set for that.
    void rotateIfDue() {
        if (clock.instant().isBefore(current.notBefore().plus(rotation))) {
            return;
        }
        try {
            current = publishedKey();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("no new signing key could be published, the old one goes on");
        }
    }

    private SigningKey publishedKey() {
        var key = SigningKey.make(clock.instant(), validity);
        publisher.publish(key);
        LOG.atInfo()
                .addKeyValue("kid", key.id())
                .addKeyValue("not_after", key.notAfter())
                .log("signing key published");
        return key;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
