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

/// Sits a [Desk] in the topology. What it says goes on by event, without the headers of what came: the gateways say in
/// one from where a decision was asked for, and that is for the audit log alone.
final class WaitForAgents extends ContextualProcessor<String, AboutEvent, String, AgentVerdict> {

    /// So late an alert can be, and so late a pause be felt.
    private static final Duration EVERY = Duration.ofMillis(100);

    private final AgentAlerts agents;
    private final Presence presence;
    private final WaitingMetrics metrics;
    private final InstantSource clock;

    private @Nullable Desk desk;
    private @Nullable Cancellable looking;

    /// How many of those that wait the metric knows of.
    private int shown;

    WaitForAgents(AgentAlerts agents, Presence presence, WaitingMetrics metrics, InstantSource clock) {
        this.agents = agents;
        this.presence = presence;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, AgentVerdict> context) {
        super.init(context);
        desk = new Desk(
                new FirstDecisions(context.getStateStore(FirstDecisions.STORE)),
                new WaitingAlerts(context.getStateStore(WaitingAlerts.STORE)),
                agents,
                presence,
                metrics,
                clock);
        keepLooking(desk);
    }

    @Override
    public void process(Record<String, AboutEvent> record) {
        Desk open = Objects.requireNonNull(desk);
        say(open.take(record.key(), record.value(), Instant.ofEpochMilli(record.timestamp())));
        keepLooking(open);
    }

    private void look(Desk open) {
        say(open.look());
        keepLooking(open);
    }

    /// Only while something waits: Kafka Streams makes a transaction for each look.
    private void keepLooking(Desk open) {
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
