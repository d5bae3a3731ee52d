package io.frostglass.runtime;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.topics.Topic;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a topology: exactly once, with a short commit interval and the brokers' rebalance protocol. Unreadable
/// records go to the dead-letter topic of their zone.
public final class StreamsApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    private static final int MANY_BYTES = 1 << 20;

    /// The longest that output waits for its transaction, where [CommitRequester] did not ask for one.
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(100);

    /// A step that fails writes nothing.
    static final Map<String, String> FAILURES = Map.of(
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedProcessing.class.getName(),
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FailedWriting.class.getName());

    /// Records that come end the wait; a commit that is due does not. While nothing comes, each wait costs as much as a
    /// heartbeat.
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Duration STOP = Duration.ofSeconds(3);

    /// Without a connection to any broker. A client that has just begun has none yet.
    private static final Duration AWAY = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(500);

    private final Assembly assembly;
    private final Topology topology;
    private final Properties properties;
    private final ThreadFailures failures = new ThreadFailures(Clock.systemUTC());
    private final Admin admin;
    private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("streams-supervisor").factory());

    /// Null while no broker can be reached.
    private volatile @Nullable KafkaStreams streams;

    /// Kafka's own, if the settings ask for them.
    private @Nullable KafkaStreamsMetrics metrics;

    private final StreamProgress progress;
    private final StateMetrics stateMetrics;

    /// The connection counts of the main consumers.
    private List<? extends Metric> connections = List.of();

    /// To the question that waits while no broker can be reached.
    private @Nullable KafkaFuture<?> answer;

    /// When the streams last had a connection; of [System#nanoTime()].
    private long connected;

    private StreamsApplication(Assembly assembly, Topology topology, Properties properties) {
        this.assembly = assembly;
        this.topology = topology;
        this.properties = properties;
        this.admin = assembly.admin();
        this.progress = StreamProgress.start(assembly, () -> streams);
        this.stateMetrics = new StateMetrics(assembly.metrics(), () -> streams);
    }

    /// Returns a builder for a topology that stands between a camera and a pager: it commits without delay.
    ///
    /// @param patient sources for whose records no commit is requested
    public static StreamsBuilder builder(Topic... patient) {
        return new StreamsBuilder(new TopologyConfig(new StreamsConfig(Map.of(
                // Required here, and replaced when the topology starts.
                StreamsConfig.APPLICATION_ID_CONFIG,
                "none",
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                "none:0",
                StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG,
                CommitRequester.class,
                CommitRequester.PATIENT,
                Arrays.stream(patient).map(Topic::name).collect(Collectors.toUnmodifiableSet())))));
    }

    /// Starts a topology of [#builder], and adds its health and metrics to the application's.
    ///
    /// @param deadLetters where records go that cannot be deserialised; in the zone of the topology's source
    public static StreamsApplication start(Assembly assembly, Topology topology, Topic deadLetters) {
        return start(assembly, topology, deadLetters, COMMIT_INTERVAL);
    }

    /// Starts a topology and adds its health and metrics to the application's.
    ///
    /// @param deadLetters where records go that cannot be deserialised; in the zone of the topology's source
    /// @param commitInterval how long output may wait for its transaction: each transaction has a price, and an
    ///     application that only observes need not pay it as often as one on the way to the pager
    public static StreamsApplication start(
            Assembly assembly, Topology topology, Topic deadLetters, Duration commitInterval) {
        var application = assembly.add(
                new StreamsApplication(assembly, topology, properties(assembly, deadLetters, commitInterval)));
        assembly.health().ready("streams", application::health);
        application.resume();
        var _ = application.supervisor.scheduleWithFixedDelay(
                application::supervise, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
        return application;
    }

    private HealthState health() {
        KafkaStreams now = streams;
        return now == null
                ? HealthState.down("no broker can be reached")
                : HealthState.of(now.state() == KafkaStreams.State.RUNNING, "state " + now.state());
    }

    /// Stops the streams while no broker can be reached, and starts them when one can: their threads
    /// would go on polling and looking for the group's coordinator.
    private void supervise() {
        try {
            KafkaStreams now = streams;
            if (now == null) {
                resumeWhenBrokerAnswers();
            } else if (now.state() == KafkaStreams.State.NOT_RUNNING) {
                suspended();
            } else if (isConnected(now)) {
                connected = System.nanoTime();
            } else if (now.state().isRunningOrRebalancing()
                    && System.nanoTime() - connected > AWAY.toNanos()
                    && !isBrokerReachable()) {
                // Returns at once. A transaction that is open is aborted, and what it held is read again.
                now.close(CloseOptions.timeout(Duration.ZERO));
            }
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("application", name()).setCause(e).log("streams_supervision_failed");
        } catch (Error e) {
            // The executor would keep it to itself, and not call this method again.
            LOG.atError().addKeyValue("application", name()).setCause(e).log("streams_supervision_failed");
            assembly.health()
                    .die("the supervision of the streams failed: "
                            + e.getClass().getSimpleName());
            throw e;
        }
    }

    /// One request waits at the client until a broker answers: many short ones would cost more.
    private void resumeWhenBrokerAnswers() {
        if (answer == null || answer.isCompletedExceptionally()) {
            answer = admin.describeCluster().nodes();
        } else if (answer.isDone()) {
            answer = null;
            resume();
        }
    }

    private void resume() {
        var fresh = new KafkaStreams(topology, properties);
        fresh.setUncaughtExceptionHandler(this::answer);
        fresh.setStateListener((now, before) -> {
            LOG.atInfo()
                    .addKeyValue("application", name())
                    .addKeyValue("state", now)
                    .log("streams_state_changed");
            if (now == KafkaStreams.State.RUNNING) {
                stateMetrics.serveNewStores();
            }
            if (now == KafkaStreams.State.ERROR) {
                assembly.health().die("stream threads failed again and again; see the log");
            }
        });
        fresh.setGlobalStateRestoreListener(new RestoreListener());
        if (assembly.applicationSettings().bool(CommonSettings.KAFKA_METRICS)) {
            metrics = new KafkaStreamsMetrics(fresh);
            metrics.bindTo(assembly.metrics());
        }
        connected = System.nanoTime();
        connections = List.of();
        streams = fresh;
        fresh.start();
    }

    private void suspended() {
        LOG.atWarn().addKeyValue("application", name()).log("streams_suspended_without_broker");
        streams = null;
        if (metrics != null) {
            metrics.close();
        }
    }

    private StreamThreadExceptionResponse answer(Throwable failure) {
        MetricCatalogue.STREAM_FAILURES.counter(assembly.metrics()).increment();
        if (isTopologyRefused(failure)) {
            String mend = "the group " + assembly.principal().applicationId()
                    + " has another topology; stop all instances and run: frostglass upgrade " + name();
            LOG.atError().addKeyValue("application", name()).log("topology_refused");
            assembly.health().die(mend);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        StreamThreadExceptionResponse answer = failures.answer();
        LOG.atError()
                .addKeyValue("application", name())
                .addKeyValue("answer", answer)
                .setCause(failure)
                .log("stream_thread_failed");
        return answer;
    }

    /// The brokers (Kafka 4.4) have no code of their own for it.
    private static boolean isTopologyRefused(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .anyMatch(cause -> cause instanceof InvalidRequestException
                        && String.valueOf(cause.getMessage()).startsWith("Topology updates are not supported"));
    }

    private String name() {
        return assembly.principal().user();
    }

    /// Whether a thread's main consumer has a connection. The restore consumer does not count: while it has nothing to
    /// do, it does not see that a connection is gone.
    private boolean isConnected(KafkaStreams streams) {
        if (isAboveZero(connections)) {
            return true;
        }
        // Kafka Streams has hundreds of metrics, and a new thread brings new ones.
        connections = streams.metrics().values().stream()
                .filter(metric -> isConnectionCountOfMainConsumer(metric.metricName()))
                .toList();
        return isAboveZero(connections);
    }

    private static boolean isAboveZero(List<? extends Metric> counts) {
        return counts.stream()
                .anyMatch(count -> count.metricValue() instanceof Number number && number.doubleValue() > 0);
    }

    private static boolean isConnectionCountOfMainConsumer(MetricName name) {
        return name.name().equals("connection-count")
                && name.group().equals("consumer-metrics")
                && !name.tags().getOrDefault("client-id", "").endsWith("-restore-consumer");
    }

    private boolean isBrokerReachable() {
        try {
            admin.describeCluster(new DescribeClusterOptions().timeoutMs((int) LOOK.toMillis()))
                    .nodes()
                    .get();
            return true;
        } catch (ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static Properties properties(Assembly assembly, Topic deadLetters, Duration commitInterval) {
        var properties = new Properties();
        if (commitInterval.compareTo(COMMIT_INTERVAL) > 0) {
            // An application that may wait gets many records with a fetch, not each as it comes.
            properties.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.FETCH_MIN_BYTES_CONFIG), MANY_BYTES);
            properties.put(StreamsConfig.POLL_MS_CONFIG, commitInterval.toMillis());
        } else {
            properties.put(StreamsConfig.POLL_MS_CONFIG, POLL.toMillis());
        }
        // No task waits for another of its topics. To know whether that has records, Kafka Streams asks the
        // thread of its consumer about each partition at each poll: escalation-sink's was woken fifty times per
        // event. And a task would wait forever for a partition that does not exist: partitions are assigned by
        // number, also where one topic has more of them than another.
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDbConfig.class.getName());
        // Dead letters are as large as their records.
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), deadLetters.maxRecordBytes());
        properties.putAll(assembly.applicationSettings().kafkaStreams());
        // No setting changes these: the law of zones and exactly-once depend on them.
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, assembly.principal().applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetters.name());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class.getName());
        properties.put(UnreadableRecords.METRICS, assembly.metrics());
        properties.putAll(FAILURES);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    /// As Kafka's own handler, but without a dead letter. Kafka's would send the record and the stack trace to the
    /// application's dead letters, in the transaction that it then aborts. Readers of uncommitted records would
    /// see it, and not every source of an application is in the zone of its dead letters.
    public static final class FailedProcessing extends LogAndFailProcessingExceptionHandler {
        @Override
        public void configure(Map<String, ?> configs) {
            // The super method reads the name of the dead-letter topic.
        }
    }

    /// As [FailedProcessing], for a record that cannot be serialised or written.
    public static final class FailedWriting extends DefaultProductionExceptionHandler {
        @Override
        public void configure(Map<String, ?> configs) {
            // The super method reads the name of the dead-letter topic.
        }
    }

    /// Restored records are progress.
    private final class RestoreListener implements StateRestoreListener {
        @Override
        public void onRestoreStart(TopicPartition partition, String store, long from, long to) {
            progress.restored(0);
        }

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long to, long records) {
            progress.restored(records);
        }

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long records) {
            progress.restored(1);
        }
    }

    /// Stops after the records under way, commits, and leaves the group: others take over at once.
    @Override
    public void close() {
        progress.close();
        supervisor.shutdownNow();
        supervisor.close();
        KafkaStreams now = streams;
        if (now != null) {
            now.close(CloseOptions.timeout(STOP)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
        if (metrics != null) {
            metrics.close();
        }
    }
}
