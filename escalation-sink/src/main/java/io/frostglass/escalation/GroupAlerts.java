package io.frostglass.escalation;

import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/// Runs an [IncidentGrouping] in the topology, by site. It forwards outcomes by event, without headers.
final class GroupAlerts extends ContextualProcessor<String, IncidentInput, String, Settled> {

    /// What is due is this late at most.
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final Supplier<RoutingTable> routes;
    private final Supplier<Optional<Collection<Silence>>> silences;
    private final IncidentMetrics metrics;
    private final InstantSource clock;

    private @Nullable IncidentGrouping grouping;
    private @Nullable Cancellable schedule;
    private Instant scheduledFor = Instant.MAX;
    private int shown;

    GroupAlerts(
            Supplier<RoutingTable> routes,
            Supplier<Optional<Collection<Silence>>> silences,
            IncidentMetrics metrics,
            InstantSource clock) {
        this.routes = routes;
        this.silences = silences;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Settled> context) {
        super.init(context);
        grouping = new IncidentGrouping(
                IncidentStore.of(context.getStateStore(IncidentStore.STORE)), routes, silences, metrics, clock);
        grouping.restore();
        reschedule(grouping);
    }

    @Override
    public void process(Record<String, IncidentInput> record) {
        IncidentGrouping open = Objects.requireNonNull(grouping);
        forward(open, open.take(record.key(), record.value()));
    }

    private void forward(IncidentGrouping open, List<Settled> outcomes) {
        for (Settled outcome : outcomes) {
            context()
                    .forward(new Record<>(
                            outcome.eventId(), outcome, outcome.at().toEpochMilli()));
        }
        reschedule(open);
    }

    /// Wakes when the next incident is due, and not before: Kafka Streams makes a transaction each time.
    private void reschedule(IncidentGrouping open) {
        metrics.incidents(open.store().size() - shown);
        shown = open.store().size();
        Instant next = open.store().nextDue().orElse(Instant.MAX);
        if (next.equals(scheduledFor)) {
            return;
        }
        cancel();
        if (next.isBefore(Instant.MAX)) {
            Duration wait = Duration.between(clock.instant(), next);
            schedule = context()
                    .schedule(
                            wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait,
                            PunctuationType.WALL_CLOCK_TIME,
                            _ -> wake());
            scheduledFor = next;
        }
    }

    private void wake() {
        IncidentGrouping open = Objects.requireNonNull(grouping);
        cancel();
        forward(open, open.due());
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
        metrics.incidents(-shown);
        shown = 0;
        schedule = null;
        scheduledFor = Instant.MAX;
    }
}
