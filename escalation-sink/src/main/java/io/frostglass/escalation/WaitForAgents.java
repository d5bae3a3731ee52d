package io.frostglass.escalation;

import io.frostglass.escalation.AlertDecisionJoiner.Input;
import io.frostglass.escalation.AlertOutcome.Settled;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Runs an [AlertDecisionJoiner] in the topology. It forwards outcomes by event, without the headers of the input:
/// one of them holds where a decision came from, and that is for the audit log only.
final class WaitForAgents extends ContextualProcessor<String, Input, String, Settled> {

    /// An alert is this late at most, and a pause of the agents takes effect this late.
    private static final Duration EVERY = Duration.ofMillis(100);

    private final AgentAlerts agents;
    private final AgentAvailability.Lookup presence;
    private final WaitingMetrics metrics;
    private final InstantSource clock;

    private @Nullable AlertDecisionJoiner joiner;
    private @Nullable Cancellable schedule;

    /// What this task has added to the metric.
    private int shown;

    WaitForAgents(AgentAlerts agents, AgentAvailability.Lookup presence, WaitingMetrics metrics, InstantSource clock) {
        this.agents = agents;
        this.presence = presence;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Settled> context) {
        super.init(context);
        joiner = new AlertDecisionJoiner(
                new FirstDecisions(context.getStateStore(FirstDecisions.STORE)),
                new WaitingAlerts(context.getStateStore(WaitingAlerts.STORE)),
                agents,
                presence,
                metrics,
                clock);
        reschedule(joiner);
    }

    @Override
    public void process(Record<String, Input> record) {
        AlertDecisionJoiner open = Objects.requireNonNull(joiner);
        forward(open, open.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp())));
    }

    private void forward(AlertDecisionJoiner open, List<Settled> outcomes) {
        for (Settled outcome : outcomes) {
            context()
                    .forward(new Record<>(
                            outcome.eventId(), outcome, outcome.at().toEpochMilli()));
        }
        reschedule(open);
    }

    /// Scheduled only while an alert waits: Kafka Streams makes a transaction each time.
    private void reschedule(AlertDecisionJoiner open) {
        show(open.waiting());
        if (open.waiting() > 0 && schedule == null) {
            schedule =
                    context().schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> forward(open, open.releaseDue()));
        } else if (open.waiting() == 0 && schedule != null) {
            schedule.cancel();
            schedule = null;
        }
    }

    private void show(int waiting) {
        metrics.waiting(waiting - shown);
        shown = waiting;
    }

    @Override
    public void close() {
        show(0);
        schedule = null;
    }
}
