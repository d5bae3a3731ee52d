package io.frostglass.gateway.audit;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes the audit entries that follow from a topic, each exactly once.
///
/// All instances follow the topic as one group. The entries do not depend on the instance that caused them, which may
/// be
/// gone by then.
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

    /// How to connect.
    ///
    /// @param group the same at all instances
    /// @param transactionalId the same at every start of this instance, and no other's
    public record Connections(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            String group,
            String transactionalId,
            SerdeFactory serdes) {

        Map<String, Object> consumerSettings() {
            var settings = new HashMap<>(consumer);
            settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
            settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
            settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
            settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
            return settings;
        }
    }

    /// The outcome of each attempt to decide: `used` for the first about an event, `refused` for those after it.
    ///
    /// @param window how long after a use its token could be used again
    public static DerivedAudit ofDecisions(Connections connections, Duration window) {
        return started("outcomes", () -> new OutcomeSession(connections, window));
    }

    /// Events that tell their reader what to do: `flagged`.
    public static DerivedAudit ofEvents(Connections connections, InstantSource clock) {
        return started("inbound", () -> new InboundSession(connections, clock));
    }

    private static DerivedAudit started(String what, Supplier<AuditSession> sessions) {
        var audit = new DerivedAudit(what, sessions);
        audit.thread.start();
        return audit;
    }

    public HealthState health() {
        return HealthState.of(!failing, "audit entries cannot be written: " + what);
    }

    private void run() {
        try {
            work();
        } finally {
            // Also if an error ends the thread.
            failing = true;
        }
    }

    private void work() {
        while (stop.getCount() > 0) {
            try (var open = sessions.get()) {
                session = open;
                open.join();
                while (stop.getCount() > 0) {
                    open.work();
                    failing = false;
                }
            } catch (WakeupException e) {
                // Told to stop.
            } catch (RuntimeException e) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("what", what)
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .setCause(e)
                        .log("audit_entries_not_written");
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

    /// Finishes the current batch, and leaves the group.
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
