package io.frostglass.escalation;

import io.frostglass.alerts.AuditPass;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.escalation.RaiseAlarms.AuditorOutput;
import io.frostglass.escalation.auditor.AuditReport;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import io.frostglass.escalation.auditor.DeliveryAlarms;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmNotification;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmRoute;
import io.frostglass.escalation.auditor.DeliveryAlarms.AlarmState;
import io.frostglass.escalation.auditor.HeartbeatWatch;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.rules.RuleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs the [DeliveryAlarms] in the topology, in one task. With the reports of each minute it says so if nothing is
/// missing: without reports it says nothing.
final class RaiseAlarms extends ContextualProcessor<String, AuditReport, String, AuditorOutput> {

    private static final Logger LOG = LoggerFactory.getLogger(RaiseAlarms.class);

    /// What is written: one of the two.
    sealed interface AuditorOutput {

        record Alarm(AlertOutcome.Raised alert) implements AuditorOutput {}

        record Passed(AuditPass pass) implements AuditorOutput {}
    }

    private final Supplier<RuleSet> rules;
    private final Supplier<RoutingTable> routes;
    private final AuditorMetrics metrics;
    private final InstantSource clock;
    private final int tasks;

    private @Nullable DeliveryAlarms alarms;
    private @Nullable KeyValueStore<String, AlarmState> store;
    private @Nullable HeartbeatWatch heartbeats;
    private Instant passDue = Instant.EPOCH;

    /// @param tasks how many send reports
    RaiseAlarms(
            Supplier<RuleSet> rules,
            Supplier<RoutingTable> routes,
            AuditorMetrics metrics,
            InstantSource clock,
            int tasks) {
        this.rules = rules;
        this.routes = routes;
        this.metrics = metrics;
        this.clock = clock;
        this.tasks = tasks;
    }

    @Override
    public void init(ProcessorContext<String, AuditorOutput> context) {
        super.init(context);
        KeyValueStore<String, AlarmState> states = context.getStateStore(AuditorStores.ALARMS);
        store = states;
        alarms = new DeliveryAlarms(tasks, AuditorStores.all(states));
        heartbeats = new HeartbeatWatch(AuditorStores.arrivals(context));
        passDue = Instant.EPOCH;
    }

    @Override
    public void process(Record<String, AuditReport> record) {
        DeliveryAlarms open = Objects.requireNonNull(alarms);
        Instant now = clock.instant();
        open.take(record.value());
        HeartbeatWatch watch = Objects.requireNonNull(heartbeats);
        watch.take(record.value());
        Map<String, DeliveryGap> missing =
                watch.missing(routes.get().heartbeats(), now, rules.get().deliveredWithin());
        raise(open, missing, now);
        if (missing.isEmpty() && !now.isBefore(passDue)) {
            open.pass(now).ifPresent(waiting -> {
                metrics.passed(now);
                passDue = now.plus(AuditDeliveries.reportInterval(rules.get()));
                forward(AuditDeliveries.ALL, new AuditorOutput.Passed(new AuditPass(now, waiting)), now);
            });
        }
    }

    private void raise(DeliveryAlarms open, Map<String, DeliveryGap> missing, Instant now) {
        KeyValueStore<String, AlarmState> states = Objects.requireNonNull(store);
        Optional<AlarmRoute> to =
                rules.get().undelivered().map(rule -> new AlarmRoute(rule.severity(), rule.receivers()));
        for (AlarmNotification notification : open.evaluate(missing, to, now)) {
            AlarmState alarm = notification.alarm();
            if (notification.change() == IncidentChange.resolved) {
                states.delete(alarm.receiver());
            } else {
                states.put(alarm.receiver(), alarm);
            }
            LOG.atWarn()
                    .addKeyValue("receiver", alarm.receiver())
                    .addKeyValue("change", notification.change())
                    .addKeyValue("undelivered", alarm.gap().count())
                    .log("delivery_alarm");
            var alert = new AlertOutcome.Raised(AlarmAlerts.of(notification, now));
            forward(alert.eventId(), new AuditorOutput.Alarm(alert), now);
        }
    }

    private void forward(String key, AuditorOutput output, Instant at) {
        context().forward(new Record<>(key, output, at.toEpochMilli()));
    }
}
