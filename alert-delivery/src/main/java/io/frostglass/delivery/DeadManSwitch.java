package io.frostglass.delivery;

import io.frostglass.alerts.AuditPass;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.runtime.webhook.AnswerReader;
import io.frostglass.runtime.webhook.OutgoingRequest;
import io.frostglass.runtime.webhook.WebhookClient;
import io.frostglass.runtime.webhook.WebhookClient.Reach;
import io.frostglass.runtime.webhook.WebhookResult;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells an outside service at short intervals that alerts reach people. The service alarms when it hears nothing: also
/// when this process, the brokers or the whole site are gone. It hears nothing while
///
/// - the auditor has not passed for [#FRESH], so escalation-sink is dead, or a receiver misses alerts;
/// - a receiver has no worker here.
///
/// What is sent is empty: the address alone says who it is.
final class DeadManSwitch implements AutoCloseable {

    /// The auditor passes each minute.
    static final Duration FRESH = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(DeadManSwitch.class);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final SwitchTarget address;
    private final PassRecorder passes;
    private final BooleanSupplier working;
    private final WebhookClient client;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dead-man-switch").factory());
    private boolean quiet;

    /// Where the service is.
    ///
    /// @param url may itself be a secret, so it is never printed
    /// @param interval from one request to the next
    /// @param allowPrivate whether it may be in a private network
    record SwitchTarget(URI url, Duration interval, boolean allowPrivate) {
        @Override
        public String toString() {
            return "SwitchTarget[redacted]";
        }
    }

    /// Takes the auditor's passes.
    static final class PassRecorder implements RecordHandler<AuditPass> {

        private volatile Instant last = Instant.EPOCH;

        @Override
        public void take(FollowedRecord<AuditPass> record) {
            if (record.recordContent() instanceof RecordContent.RecordValue<? extends AuditPass>(var pass)) {
                last = pass.getPassedAt();
            }
        }

        boolean isFresh(Instant now) {
            return now.isBefore(last.plus(FRESH));
        }
    }

    /// @param working whether each receiver has a worker
    DeadManSwitch(
            SwitchTarget address,
            PassRecorder passes,
            BooleanSupplier working,
            WebhookClient client,
            MeterRegistry metrics,
            InstantSource clock) {
        this.address = address;
        this.passes = passes;
        this.working = working;
        this.client = client;
        this.metrics = metrics;
        this.clock = clock;
    }

    DeadManSwitch start() {
        long every = address.interval().toMillis();
        var _ = timer.scheduleWithFixedDelay(this::check, every, every, TimeUnit.MILLISECONDS);
        return this;
    }

    /// One round.
    void check() {
        try {
            boolean alive = passes.isFresh(clock.instant()) && working.getAsBoolean();
            if (alive == quiet) {
                quiet = !alive;
                LOG.atWarn().addKeyValue("alive", alive).log("dead_man_switch_changed");
            }
            count(alive ? ping() : "withheld");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            count("failed");
            // Its message may repeat the address.
            LOG.atWarn().addKeyValue("cause", e.getClass().getName()).log("dead_man_switch_failed");
        }
    }

    private String ping() throws InterruptedException {
        var request = new OutgoingRequest("POST", address.url(), Map.of(), "text/plain", new byte[0], TIMEOUT);
        WebhookResult result =
                client.send(request, AnswerReader.BY_STATUS, address.allowPrivate() ? Reach.ANY : Reach.PUBLIC);
        return switch (result) {
            case WebhookResult.Delivered _ -> "sent";
            case WebhookResult.PermanentFailure _ -> "refused";
            case WebhookResult.TemporaryFailure _ -> "failed";
        };
    }

    private void count(String outcome) {
        MetricCatalogue.DELIVERY_SIGNS_OF_LIFE.counter(metrics, outcome).increment();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
