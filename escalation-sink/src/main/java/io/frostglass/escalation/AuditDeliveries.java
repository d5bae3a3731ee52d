package io.frostglass.escalation;

import io.frostglass.escalation.AuditedRecord.Finding;
import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.AuditedDelivery;
import io.frostglass.escalation.auditor.AuditedDelivery.DueAlert;
import io.frostglass.escalation.auditor.DeliveryAuditor;
import io.frostglass.escalation.auditor.DeliveryAuditor.ResultsEnd;
import io.frostglass.escalation.rules.RuleSet;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [DeliveryAuditor] in the topology, by alert. It reports each minute, and soon after a gap has changed.
final class AuditDeliveries extends ContextualProcessor<String, AuditedRecord, String, Finding> {

    static final String ALL = "all";

    private static final Duration REPORT = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(AuditDeliveries.class);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final Supplier<RuleSet> rules;
    private final IntFunction<ResultsEnd> ends;
    private final AuditorMetrics metrics;
    private final InstantSource clock;

    private @Nullable DeliveryAuditor auditor;
    private @Nullable Cancellable schedule;
    private Instant scheduledFor = Instant.MAX;
    private Instant reportDue = Instant.MAX;

    /// @param ends by partition of the results
    AuditDeliveries(
            Supplier<RuleSet> rules, IntFunction<ResultsEnd> ends, AuditorMetrics metrics, InstantSource clock) {
        this.rules = rules;
        this.ends = ends;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        KeyValueStore<String, AuditedDelivery> deliveries = context.getStateStore(AuditorStores.DELIVERIES);
        KeyValueStore<Integer, Long> positions = context.getStateStore(AuditorStores.POSITIONS);
        int partition = context.taskId().partition();
        Instant now = clock.instant();
        auditor = new DeliveryAuditor(
                AuditorStores.all(deliveries),
                positions.get(partition),
                AuditorStores.ledger(context),
                ends.apply(partition),
                now);
        schedule = null;
        scheduledFor = Instant.MAX;
        reportDue = now;
        wakeAt(now.plus(SOON));
    }

    static Duration reportInterval(RuleSet rules) {
        Duration within = rules.deliveredWithin();
        return within.compareTo(REPORT) < 0 ? within : REPORT;
    }

    @Override
    public void process(Record<String, AuditedRecord> record) {
        DeliveryAuditor open = Objects.requireNonNull(auditor);
        Optional<DeliveryAuditor.PageResult> ended = switch (record.value()) {
            case AuditedRecord.DeliveryDue(var due) -> open.due(due);
            case AuditedRecord.DeliveryEnded(var result) ->
                open.result(
                        result,
                        context().recordMetadata().map(RecordMetadata::offset).orElseThrow(),
                        clock.instant());
        };
        ended.ifPresent(page -> forward(page.siteId(), new AuditedRecord.PageEnded(page), record.timestamp()));
        if (open.hasHeartbeat()) {
            report(open, clock.instant());
        } else if (open.isChanged()) {
            wakeAt(clock.instant().plus(SOON));
        }
    }

    private void wake() {
        DeliveryAuditor open = Objects.requireNonNull(auditor);
        scheduledFor = Instant.MAX;
        Instant now = clock.instant();
        Duration within = rules.get().deliveredWithin();
        for (AuditedDelivery missing : open.check(now, within)) {
            undelivered(missing, now);
        }
        if (open.isChanged() || !now.isBefore(reportDue)) {
            report(open, now);
        }
        // What comes until then has this much time at least.
        Instant later = now.plus(within);
        Instant next = open.nextCheck(now, within);
        next = next.isBefore(reportDue) ? next : reportDue;
        wakeAt(next.isBefore(later) ? next : later);
    }

    private void report(DeliveryAuditor open, Instant now) {
        AuditReport report = open.report(context().taskId().partition(), now);
        metrics.reported(report);
        forward(ALL, new AuditedRecord.Reported(report), now.toEpochMilli());
        reportDue = now.plus(reportInterval(rules.get()));
    }

    private void undelivered(AuditedDelivery missing, Instant now) {
        DueAlert alert = Objects.requireNonNull(missing.alert());
        for (String receiver : missing.waiting()) {
            LOG.atError()
                    .addKeyValue("alert_id", alert.alertId())
                    .addKeyValue("incident_id", alert.incidentId())
                    .addKeyValue("receiver", receiver)
                    .addKeyValue("raised_at", alert.raisedAt())
                    .log("alert_undelivered");
            metrics.undelivered(receiver);
            forward(alert.eventId(), new AuditedRecord.Undelivered(alert, receiver, now), now.toEpochMilli());
        }
    }

    private void forward(String key, Finding finding, long timestamp) {
        context().forward(new Record<>(key, finding, timestamp));
    }

    private void wakeAt(Instant next) {
        if (!next.isBefore(scheduledFor)) {
            return;
        }
        cancel();
        Duration wait = Duration.between(clock.instant(), next);
        schedule = context().schedule(wait.compareTo(SOON) < 0 ? SOON : wait, PunctuationType.WALL_CLOCK_TIME, _ -> {
            cancel();
            wake();
        });
        scheduledFor = next;
    }

    private void cancel() {
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
        scheduledFor = Instant.MAX;
    }

    @Override
    public void close() {
        if (auditor != null) {
            metrics.reported(new AuditReport(context().taskId().partition(), clock.instant(), 0, Map.of(), Map.of()));
        }
        schedule = null;
        scheduledFor = Instant.MAX;
    }
}
