package io.frostglass.escalation;

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

/// Sits a [AlertDecisionJoiner] in the topology. What it says goes on by event, without the headers of what came: the
/// gateways say in
/// one from where a decision was asked for, and that is for the audit log alone.
final class WaitForAgents extends ContextualProcessor<String, EventSubject, String, AgentVerdict> {

    /// So late an alert can be, and so late a pause be felt.
    private static final Duration EVERY = Duration.ofMillis(100);

    private final AgentAlerts agents;
    private final AgentPresenceLookup agentPresenceLookup;
    private final WaitingMetrics metrics;
    private final InstantSource clock;

    private @Nullable AlertDecisionJoiner alertDecisionJoiner;
    private @Nullable Cancellable looking;

    /// How many of those that wait the metric knows of.
    private int shown;

    WaitForAgents(
            AgentAlerts agents, AgentPresenceLookup agentPresenceLookup, WaitingMetrics metrics, InstantSource clock) {
        this.agents = agents;
        this.agentPresenceLookup = agentPresenceLookup;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, AgentVerdict> context) {
        super.init(context);
        alertDecisionJoiner = new AlertDecisionJoiner(
                new FirstDecisions(context.getStateStore(FirstDecisions.STORE)),
                new WaitingAlerts(context.getStateStore(WaitingAlerts.STORE)),
                agents,
                agentPresenceLookup,
                metrics,
                clock);
        keepLooking(alertDecisionJoiner);
    }

    @Override
    public void process(Record<String, EventSubject> record) {
        AlertDecisionJoiner open = Objects.requireNonNull(alertDecisionJoiner);
        say(open.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp())));
        keepLooking(open);
    }

    private void look(AlertDecisionJoiner open) {
        say(open.look());
        keepLooking(open);
    }

    /// Only while something waits: Kafka Streams makes a transaction for each look.
    private void keepLooking(AlertDecisionJoiner open) {
        show(open.waiting());
        if (open.waiting() > 0 && looking == null) {
            looking = context().schedule(EVERY, PunctuationType.WALL_CLOCK_TIME, now -> look(open));
        } else if (open.waiting() == 0 && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private void say(List<AgentVerdict> verdicts) {
        for (AgentVerdict verdict : verdicts) {
            context()
                    .forward(new Record<>(
                            verdict.eventId(), verdict, verdict.at().toEpochMilli()));
        }
    }

    private void show(int waiting) {
        metrics.waiting(waiting - shown);
        shown = waiting;
    }

    @Override
    public void close() {
        show(0);
        looking = null;
    }
}
