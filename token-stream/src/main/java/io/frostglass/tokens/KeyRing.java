package io.frostglass.tokens;

import com.nimbusds.jwt.JWTClaimsSet;
import io.frostglass.tokens.KeyChange.KeyChangeKind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The signing key of this instance, from its publication to its retirement; see `docs/decisions/signing-keys.md`.
///
/// Two rules hold at each signature: this instance has read the key from the topic, so every verifier can see it; and
/// the topic shows it for longer than a verifier accepts the token.
final class KeyRing implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeyRing.class);

    /// The longest time between two checks of the schedule.
    private static final Duration TICK = Duration.ofMillis(200);

    private static final int TICKS_PER_ROTATION = 24;
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);
    private static final Duration FINISH = Duration.ofSeconds(20);

    private final Clock clock;
    private final SigningKeySource source;
    private final KeyTiming timing;
    private final KeyLog log;
    private final Deque<KeyChange> retirements = new ArrayDeque<>();
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("key-rotation").factory());

    /// A new key whose publication has not been confirmed; it is tried again before another is made.
    private @Nullable SigningKey candidate;

    private @Nullable Instant requestDone;
    private boolean failing;
    private volatile boolean closing;
    private volatile ActiveKey current;

    private KeyRing(Clock clock, SigningKeySource source, KeyTiming timing, KeyLog log) {
        this.clock = clock;
        this.source = source;
        this.timing = timing;
        this.log = log;
        try {
            this.current = nextKey();
        } catch (RuntimeException e) {
            scheduler.shutdownNow();
            throw e;
        }
    }

    /// Makes and publishes the first key, and starts the schedule.
    ///
    /// @throws RuntimeException if the key cannot be published, or does not appear in time
    @SuppressWarnings("FutureReturnValueIgnored") // it ends with the scheduler
    static KeyRing open(Clock clock, SigningKeySource source, KeyTiming timing, KeyLog log) {
        var ring = new KeyRing(clock, source, timing, log);
        long period = Math.clamp(timing.rotation().toMillis() / TICKS_PER_ROTATION, 1, TICK.toMillis());
        ring.scheduler.scheduleWithFixedDelay(ring::tick, period, period, TimeUnit.MILLISECONDS);
        return ring;
    }

    /// Signs with the current key. Waits if no key can be used, such as after a long absence of the broker.
    ///
    /// @param claims with an `iat` from before this call
    /// @param expiry their `exp`
    /// @throws IllegalStateException if no key can be used in time
    String sign(JWTClaimsSet claims, Instant expiry) {
        long deadline = System.nanoTime() + timing.patience().toNanos();
        while (true) {
            var key = current;
            var shownUntil = log.shownUntil(key.id());
            if (shownUntil.isPresent() && key.admits(expiry, shownUntil.get())) {
                return key.key().sign(claims);
            }
            // If another thread has rotated the key meanwhile, its successor is tried at once.
            if (key == current) {
                if (closing || System.nanoTime() > deadline) {
                    throw new IllegalStateException("no published key covers the life of a new token");
                }
                LockSupport.parkNanos(LOOK_AGAIN.toNanos());
            }
        }
    }

    String currentId() {
        return current.id();
    }

    /// Whether the current key can sign, and is not older than twice the rotation time.
    boolean isFresh() {
        var key = current;
        var now = now();
        boolean covers = log.shownUntil(key.id())
                .filter(until -> until.isAfter(now.plus(TokenConfig.CAP)))
                .isPresent();
        return covers
                && (isFixed() || now.isBefore(key.since().plus(timing.rotation().multipliedBy(2))));
    }

    /// Does what the schedule demands. After a failure it tries again at the next check; the current key signs as
    /// long as the topic shows it.
    synchronized void tick() {
        try {
            writeRetirements();
            renewIfDue();
            rotationDue().ifPresent(this::rotate);
            failing = false;
        } catch (RuntimeException e) {
            if (!failing && !closing) {
                LOG.atWarn().setCause(e).log("key_schedule_failed");
            }
            failing = true;
        }
    }

    private Optional<KeyChangeKind> rotationDue() {
        var request = log.rotationRequested().filter(it -> !it.equals(requestDone));
        if (request.filter(it -> current.since().isBefore(it)).isPresent()) {
            if (!isFixed()) {
                return Optional.of(KeyChangeKind.REQUESTED);
            }
            requestDone = request.get();
            LOG.atWarn().addKeyValue("kid", current.id()).log("rotation_of_fixed_key_ignored");
        }
        boolean old = !now().isBefore(current.since().plus(timing.rotation()));
        return old && !isFixed() ? Optional.of(KeyChangeKind.SCHEDULED) : Optional.empty();
    }

    private void rotate(KeyChangeKind why) {
        // Read before the new key is made: later requests need another key.
        var answered = log.rotationRequested();
        var next = nextKey();
        var old = current;
        current = next;
        answered.ifPresent(it -> requestDone = it);
        retire(old, why);
        writeRetirements();
    }

    private ActiveKey nextKey() {
        var key = candidate == null ? source.next() : candidate;
        candidate = key;
        var since = now();
        // Another instance may have published the same fixed key.
        if (!isShownFor(key.id(), halfALease())) {
            write(key, since, KeyChangeKind.PUBLISHED);
            LOG.atInfo().addKeyValue("kid", key.id()).log("signing_key_published");
            await(timing.publication(), () -> false);
        }
        candidate = null;
        return new ActiveKey(key, since);
    }

    private void renewIfDue() {
        if (!isShownFor(current.id(), halfALease())) {
            write(current.key(), current.since(), KeyChangeKind.RENEWED);
        }
    }

    private void write(SigningKey key, Instant since, KeyChangeKind kind) {
        var now = now();
        var until = now.plus(timing.lease());
        log.write(new KeyChange(key.id(), key.publicJwk(), since, until, kind, now));
        boolean shown = await(
                timing.patience(),
                () -> log.shownUntil(key.id()).filter(it -> !it.isBefore(until)).isPresent());
        if (!shown) {
            throw new IllegalStateException("the published key did not appear on the topic");
        }
    }

    private boolean isShownFor(String kid, Duration time) {
        return log.shownUntil(kid)
                .filter(until -> !until.isBefore(now().plus(time)))
                .isPresent();
    }

    private Duration halfALease() {
        return timing.lease().dividedBy(2);
    }

    private void retire(ActiveKey key, KeyChangeKind why) {
        var now = now();
        // Each record on the topic is complete, with the public key.
        retirements.add(new KeyChange(key.id(), key.key().publicJwk(), key.since(), key.retire(now), why, now));
    }

    private void writeRetirements() {
        while (!retirements.isEmpty()) {
            var change = retirements.getFirst();
            log.write(change);
            retirements.removeFirst();
            LOG.atInfo()
                    .addKeyValue("kid", change.kid())
                    .addKeyValue("not_after", change.notAfter())
                    .log("signing_key_retired");
        }
    }

    private boolean isFixed() {
        return source instanceof SigningKeySource.Fixed;
    }

    private boolean await(Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (closing || System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
        return true;
    }

    /// In the precision of the topic.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /// Retires the key: it leaves the key set when its last token has expired. Call this after the last signature.
    @Override
    public void close() {
        closing = true;
        // Not interrupted: an interrupted producer leaves its transaction open, which hides the records of others.
        scheduler.shutdown();
        try {
            if (scheduler.awaitTermination(FINISH.toMillis(), TimeUnit.MILLISECONDS) && !isFixed()) {
                retire(current, KeyChangeKind.STOPPED);
                writeRetirements();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("key_retirement_failed");
        }
    }
}
