package io.frostglass.delivery.callbacks;

import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.topics.IncidentId;
import io.frostglass.topics.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what people have said about incidents. A broker that is away keeps a write for longer than senders wait, so
/// each write has a thread of its own.
public final class ActionWriter {

    private static final Logger LOG = LoggerFactory.getLogger(ActionWriter.class);

    /// Slack waits for three seconds, PagerDuty for five.
    private static final Duration ANSWER_WITHIN = Duration.ofMillis(2500);

    /// While the broker is away, each write waits for it.
    private static final int MAX_WRITES = 64;

    private final AuditedWriter<IncidentAction> writer;
    private final InstantSource clock;
    private final Semaphore writes = new Semaphore(MAX_WRITES);

    public ActionWriter(AuditedWriter<IncidentAction> writer, InstantSource clock) {
        this.writer = writer;
        this.clock = clock;
    }

    /// @param receiver through which it came
    /// @param by a person; null: the receiver stands for the person
    /// @param ended called with whether it is written, which may be after this method has returned
    /// @return whether it is written; false as well if that is not known in time
    public boolean write(
            String receiver,
            IncidentId incident,
            IncidentActionKind action,
            @Nullable String by,
            Consumer<Boolean> ended) {
        if (!writes.tryAcquire()) {
            ended.accept(false);
            return false;
        }
        var written = new CompletableFuture<Boolean>();
        Thread.ofVirtual().name("action-" + receiver).start(() -> {
            boolean done = false;
            try {
                write(receiver, incident, action, by);
                done = true;
            } catch (RuntimeException e) {
                LOG.atWarn().addKeyValue("receiver", receiver).setCause(e).log("callback_not_written");
            } finally {
                writes.release();
                ended.accept(done);
                written.complete(done);
            }
        });
        return written.completeOnTimeout(false, ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void write(String receiver, IncidentId incident, IncidentActionKind kind, @Nullable String by) {
        Instant now = clock.instant();
        var action = IncidentAction.newBuilder()
                .setIncidentId(incident.text())
                .setSiteId(incident.siteId())
                .setAction(kind)
                .setBy(by == null ? receiver : by)
                .setAt(now)
                .build();
        var entry = AuditEntry.newBuilder()
                .setAt(now)
                .setApplication(Principal.ALERT_DELIVERY.user())
                .setAction(
                        switch (kind) {
                            case acknowledge -> Action.incident_acknowledged;
                            case unacknowledge -> Action.incident_unacknowledged;
                            case resolve -> Action.incident_resolved;
                            case unknown -> Action.unknown;
                        })
                .setReason(receiver)
                .setSiteId(incident.siteId())
                .setSubject(incident.text())
                .build();
        writer.write(incident.siteId(), action, entry);
    }
}
