package io.frostglass.gateway.decisions;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import io.frostglass.runtime.Health.State;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the audit log what came of each attempt, exactly once: `used` for the first about an event, `refused` for
/// those after it.
///
/// It follows the topic of decisions as one group over all instances, and commits what it has told together with how
/// far it has read. So an entry does not depend on the instance that wrote the decision, which may be gone by then.
public final class OutcomeAudit implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeAudit.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final OutcomeSession.Connections connections;
    private final Thread thread = Thread.ofPlatform().name("outcome-audit").unstarted(this::run);
    private final CountDownLatch stop = new CountDownLatch(1);

    private volatile @Nullable OutcomeSession session;
    private volatile boolean failing;

    private OutcomeAudit(OutcomeSession.Connections connections) {
        this.connections = connections;
    }

    /// Starts to follow the decisions from where the group has got to.
    ///
    /// @param group the same at all instances
    /// @param transactionalId the same at every start of this instance, and no other's
    public static OutcomeAudit start(
            Map<String, Object> consumer,
            Map<String, Object> producer,
            String group,
            String transactionalId,
            SerdeFactory serdes) {
        var audit = new OutcomeAudit(new OutcomeSession.Connections(
                OutcomeSession.consumerSettings(consumer, group),
                Transactions.settings(producer, transactionalId),
                serdes));
        audit.thread.start();
        return audit;
    }

    public State health() {
        return State.of(!failing, "the audit log cannot be told what came of decisions");
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
            try (var open = connections.open()) {
                session = open;
                while (stop.getCount() > 0) {
                    open.work();
                    failing = false;
                }
            } catch (WakeupException e) {
                // Told to stop; the latch says so, too.
            } catch (RuntimeException e) {
                failing = true;
                LOG.atWarn()
                        .addKeyValue("pause_ms", PAUSE.toMillis())
                        .addKeyValue("reason", e.getClass().getSimpleName())
                        .log("outcomes cannot be told to the audit log");
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
