package io.frostglass.escalation;

import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
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

    /// A heartbeat that is new in the file is seen this late at most, where no alert comes.
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Supplier<RoutingTable> routes;
    private final Supplier<Optional<Collection<Silence>>> silences;
    private final IncidentMetrics metrics;
    private final ToIntFunction<String> partitions;
    private final InstantSource clock;

    private @Nullable IncidentGrouping grouping;
    private @Nullable HeartbeatSender heartbeats;
    private @Nullable Cancellable schedule;
    private Instant scheduledFor = Instant.MAX;

    /// Whether it wakes before anything is due.
    private boolean isEarly;

    private int shown;

    /// @param partitions of sites
    GroupAlerts(
            Supplier<RoutingTable> routes,
            Supplier<Optional<Collection<Silence>>> silences,
            IncidentMetrics metrics,
            ToIntFunction<String> partitions,
            InstantSource clock) {
        this.routes = routes;
        this.silences = silences;
        this.metrics = metrics;
        this.partitions = partitions;
        this.clock = clock;
    }

    @Override
    public void init(ProcessorContext<String, Settled> context) {
        super.init(context);
        grouping = new IncidentGrouping(
                IncidentStore.of(context.getStateStore(IncidentStore.STORE)), routes, silences, metrics, clock);
        grouping.restore();
        int partition = context.taskId().partition();
        heartbeats = new HeartbeatSender(
                context.getStateStore(HeartbeatSender.STORE),
                routes,
                site -> partitions.applyAsInt(site) == partition,
                clock);
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
        Instant heartbeat = Objects.requireNonNull(heartbeats).nextDue();
        Instant incident = open.store().nextDue().orElse(Instant.MAX);
        Instant next = heartbeat.isBefore(incident) ? heartbeat : incident;
        if (next.equals(scheduledFor) || (isEarly && next.isAfter(scheduledFor))) {
            return;
        }
        cancel();
        Instant now = clock.instant();
        isEarly = next.isAfter(now.plus(LONGEST));
        scheduledFor = isEarly ? now.plus(LONGEST) : next;
        Duration wait = Duration.between(now, scheduledFor);
        schedule = context()
                .schedule(wait.compareTo(SHORTEST) < 0 ? SHORTEST : wait, PunctuationType.WALL_CLOCK_TIME, _ -> wake());
    }

    private void wake() {
        IncidentGrouping open = Objects.requireNonNull(grouping);
        cancel();
        List<Settled> outcomes =
                new ArrayList<>(Objects.requireNonNull(heartbeats).due());
        outcomes.addAll(open.due());
        forward(open, outcomes);
    }

    private void cancel() {
        if (schedule != null) {
            schedule.cancel();
            schedule = null;
        }
        scheduledFor = Instant.MAX;
        isEarly = false;
    }

    @Override
    public void close() {
        metrics.incidents(-shown);
        shown = 0;
        schedule = null;
        scheduledFor = Instant.MAX;
        isEarly = false;
    }
}
