package io.frostglass.runtime;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.StuckDetector.Backlog;
import io.frostglass.runtime.metrics.MetricCatalogue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the brokers every few seconds how far the application has got in its partitions, measures the lag, and takes
/// the application's liveness away while it is stuck: records wait in its partitions, and it has committed none of them
/// for `progress.timeout.ms`.
///
/// Nothing is stuck while the brokers do not answer, while state is restored, or where the rest of a partition is
/// markers of transactions: before the verdict, a consumer without a group reads a record that waits.
final class StreamProgress implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamProgress.class);

    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final Set<KafkaStreams.State> OBSERVED =
            Set.of(KafkaStreams.State.RUNNING, KafkaStreams.State.REBALANCING);

    private final Assembly assembly;
    private final Supplier<@Nullable KafkaStreams> streams;
    private final Admin admin;
    private final String group;
    private final StuckDetector detector;
    private final Duration limit;
    private final Clock clock;
    private final ConcurrentMap<String, Double> lag = new ConcurrentHashMap<>();
    private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("streams-progress").factory());

    /// Records that were restored since the start.
    private final AtomicLong restored = new AtomicLong();

    private long restoredBefore;

    /// Partitions in which a record was seen to wait, and still does.
    private Set<TopicPartition> stuckBefore = Set.of();

    /// Whether the brokers could say at the last look whether anything waits.
    private boolean known = true;

    private volatile HealthState health = HealthState.up();

    private StreamProgress(Assembly assembly, Supplier<@Nullable KafkaStreams> streams, Clock clock) {
        this.assembly = assembly;
        this.streams = streams;
        this.admin = assembly.admin();
        this.group = assembly.principal().applicationId();
        this.limit = assembly.applicationSettings().duration(CommonSettings.PROGRESS_TIMEOUT);
        this.detector = new StuckDetector(limit);
        this.clock = clock;
    }

    /// Starts to look.
    ///
    /// @param streams null while they are stopped
    static StreamProgress start(Assembly assembly, Supplier<@Nullable KafkaStreams> streams) {
        var progress = new StreamProgress(assembly, streams, Clock.systemUTC());
        assembly.health().live("progress", () -> progress.health);
        long every = Math.min(EVERY.toMillis(), Math.max(1, progress.limit.toMillis() / 4));
        var _ = progress.looks.scheduleWithFixedDelay(progress::look, every, every, TimeUnit.MILLISECONDS);
        return progress;
    }

    /// Some records of a state store were restored.
    void restored(long records) {
        restored.addAndGet(records);
    }

    private void look() {
        try {
            KafkaStreams now = streams.get();
            Set<TopicPartition> assigned = now == null || !OBSERVED.contains(now.state()) ? Set.of() : assigned(now);
            Map<TopicPartition, Backlog> backlogs = assigned.isEmpty() ? Map.of() : backlogs(existing(assigned));
            measure(backlogs);
            judge(backlogs);
            known = true;
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            if (known) {
                LOG.atWarn()
                        .addKeyValue("application", name())
                        .addKeyValue("cause", e)
                        .log("progress_not_known");
            }
            known = false;
            measure(Map.of());
            judge(Map.of());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("application", name()).setCause(e).log("progress_not_known");
        }
    }

    private static Set<TopicPartition> assigned(KafkaStreams now) {
        return now.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    /// Kafka Streams assigns partitions by number: where one source has three partitions and another has one, the
    /// third task has a third partition of both. Kafka's admin client would ask for the leader of one that does not
    /// exist for a minute, without a pause.
    private Set<TopicPartition> existing(Set<TopicPartition> assigned)
            throws ExecutionException, InterruptedException, TimeoutException {
        var topics = assigned.stream().map(TopicPartition::topic).collect(Collectors.toSet());
        Map<String, TopicDescription> descriptions =
                get(admin.describeTopics(topics).allTopicNames());
        return assigned.stream()
                .filter(it -> it.partition()
                        < Objects.requireNonNull(descriptions.get(it.topic()))
                                .partitions()
                                .size())
                .collect(Collectors.toSet());
    }

    private Map<TopicPartition, Backlog> backlogs(Set<TopicPartition> partitions)
            throws ExecutionException, InterruptedException, TimeoutException {
        var spec = new ListStreamsGroupOffsetsSpec().topicPartitions(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed =
                get(admin.listStreamsGroupOffsets(Map.of(group, spec)).partitionsToOffsetAndMetadata(group));
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Set<TopicPartition> unread = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .collect(Collectors.toSet());
        Map<TopicPartition, Long> begins = unread.isEmpty() ? Map.of() : offsets(unread, OffsetSpec.earliest());
        var backlogs = new HashMap<TopicPartition, Backlog>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata read = committed.get(partition);
            backlogs.put(
                    partition, new Backlog(read == null ? begins.getOrDefault(partition, 0L) : read.offset(), end));
        });
        return backlogs;
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException, TimeoutException {
        var asked = partitions.stream().collect(Collectors.toMap(partition -> partition, _ -> which));
        var found = admin.listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED));
        return get(found.all()).entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T get(KafkaFuture<T> answer) throws ExecutionException, InterruptedException, TimeoutException {
        return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void measure(Map<TopicPartition, Backlog> backlogs) {
        Map<String, Double> sums = new HashMap<>();
        backlogs.forEach(
                (partition, backlog) -> sums.merge(partition.topic(), (double) backlog.records(), Double::sum));
        lag.replaceAll((topic, _) -> sums.getOrDefault(topic, Double.NaN));
        sums.forEach((topic, sum) -> {
            if (lag.put(topic, sum) == null) {
                MetricCatalogue.STREAM_LAG.gauge(
                        assembly.metrics(), lag, it -> it.getOrDefault(topic, Double.NaN), topic);
            }
        });
    }

    private void judge(Map<TopicPartition, Backlog> backlogs) {
        long restoredNow = restored.get();
        if (restoredNow != restoredBefore) {
            restoredBefore = restoredNow;
            detector.reset();
        }
        List<TopicPartition> stuck = detector.observe(backlogs, Instant.now(clock)).stream()
                .filter(partition -> isStuck(partition, backlogs.get(partition)))
                .toList();
        boolean was = !stuckBefore.isEmpty();
        stuckBefore = Set.copyOf(stuck);
        if (stuck.isEmpty()) {
            health = HealthState.up();
            if (was) {
                LOG.atWarn().addKeyValue("application", name()).log("application_goes_on");
            }
            return;
        }
        String where = stuck.stream()
                .map(partition -> partition + " at offset "
                        + Objects.requireNonNull(backlogs.get(partition)).committed())
                .collect(Collectors.joining(", "));
        health = HealthState.down("records wait, and none was processed for " + limit.toSeconds() + " s: " + where);
        if (!was) {
            LOG.atError()
                    .addKeyValue("application", name())
                    .addKeyValue("partitions", where)
                    .addKeyValue("threads", threads())
                    .log("application_stuck");
        }
    }

    /// Where a record was seen to wait before, that the offset still stands is enough.
    private boolean isStuck(TopicPartition partition, @Nullable Backlog backlog) {
        if (backlog == null) {
            return false;
        }
        if (stuckBefore.contains(partition) || hasRecord(partition, backlog)) {
            return true;
        }
        detector.reset(partition);
        return false;
    }

    /// Whether something else than markers of transactions waits.
    private boolean hasRecord(TopicPartition partition, Backlog backlog) {
        var settings = new HashMap<>(assembly.applicationSettings().kafka("consumer."));
        settings.keySet().removeAll(Set.of(ConsumerConfig.GROUP_ID_CONFIG, ConsumerConfig.GROUP_INSTANCE_ID_CONFIG));
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, backlog.committed());
            long until = System.nanoTime() + TIMEOUT.toNanos();
            while (consumer.position(partition) < backlog.end() && System.nanoTime() < until) {
                if (!consumer.poll(Duration.ofMillis(200)).isEmpty()) {
                    return true;
                }
            }
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("application", name())
                    .addKeyValue("partition", partition)
                    .addKeyValue("cause", e)
                    .log("waiting_record_not_read");
        }
        return false;
    }

    /// The method in which each stream thread is.
    private static String threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("-StreamThread-"))
                .map(thread -> thread.getName().substring(thread.getName().lastIndexOf('-') + 1) + ": "
                        + ProgressWatchdog.whereIs(thread))
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private String name() {
        return assembly.principal().user();
    }

    @Override
    public void close() {
        looks.shutdownNow();
    }
}
