package io.frostglass.gateway.decisions;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.runtime.Health.HealthState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the audit log what follows from a topic, exactly once.
///
/// It follows the topic as one group over all instances, and commits what it has told together with how far it has
/// read.
/// So an entry depends on no one instance, which may be gone by then.
public final class DerivedAudit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DerivedAudit.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final String what;
    private final Supplier<AuditSession> sessions;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    private volatile @Nullable AuditSession session;
    private volatile boolean failing;

    private DerivedAudit(String what, Supplier<AuditSession> sessions) {
        this.what = what;
        this.sessions = sessions;
        this.thread = Thread.ofPlatform().name(what + "-audit").unstarted(this::run);
    }

    /// What came of each attempt: `used` for the first about an event, `refused` for those after it.
    public static DerivedAudit ofDecisions(AuditGroup.Connections connections) {
        return started("outcomes", () -> new OutcomeSession(connections));
    }

    /// Which events hold words to whoever reads them: `flagged`.
    public static DerivedAudit ofEvents(AuditGroup.Connections connections, InstantSource clock) {
        return started("inbound", () -> new InboundSession(connections, clock));
    }

    private static DerivedAudit started(String what, Supplier<AuditSession> sessions) {
        var audit = new DerivedAudit(what, sessions);
        audit.thread.start();
        return audit;
    }

    public HealthState health() {
        return HealthState.of(!failing, "the audit log cannot be told: " + what);
    }

    private void run() {
        try {
            tell();
        } finally {
            // Also where a fault of ours ends it.
            failing = true;
        }
    }

    private void tell() {
        while (stop.getCount() > 0) {
            try (var open = sessions.get()) {
                session = open;
                open.join();
                while (stop.getCount() > 0) {
                    open.work();
                    failing = false;
                }
            } catch (WakeupException e) {
                // Told to stop; the latch says so, too.
            } catch (RuntimeException e) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("what", what)
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("the audit log cannot be told");
                pause();
            }
        }
    }

    private void pause() {
        try {
            stop.await(PAUSE.toMillis(), MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Finishes what it is at, and leaves the group.
    @Override
    public void close() {
        stop.countDown();
        var open = session;
        if (open != null) {
            open.wakeUp();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
