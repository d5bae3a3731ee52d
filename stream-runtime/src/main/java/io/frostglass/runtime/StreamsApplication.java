package io.frostglass.runtime;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.topics.Topic;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a topology the way all of ours run: exactly once, with a short commit interval, under the rebalance protocol
/// of the brokers, unreadable records in the zone's own dead-letter topic.
public final class StreamsApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    /// Events wait this long at most at each stage for their transaction; measured, 20 ms costs little over
    /// at-least-once, and 100 ms a quarter of a second over three stages.
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(20);

    /// What becomes of records at which something of ours fails.
    static final Map<String, String> FAILURES = Map.of(
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedProcessing.class.getName(),
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FailedWriting.class.getName());

    /// Kafka's own.
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);

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

    private @Nullable KafkaStreamsMetrics metrics;

    /// When the streams last had a connection; of [System#nanoTime()].
    private long connected;

    private StreamsApplication(Assembly assembly, Topology topology, Properties properties) {
        this.assembly = assembly;
        this.topology = topology;
        this.properties = properties;
        this.admin = Admin.create(assembly.applicationSettings().kafka(StreamsConfig.ADMIN_CLIENT_PREFIX));
    }

    /// Starts a topology that stands between a camera and a pager, and adds its health and metrics to the
    /// application's.
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

    /// Stops the streams while no broker can be reached, and starts them when one can: Kafka's consumer takes a whole
    /// core while it looks for its group's coordinator (4.3.1).
    private void supervise() {
        try {
            KafkaStreams now = streams;
            if (now == null) {
                if (isBrokerReachable()) {
                    resume();
                }
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
            if (now == KafkaStreams.State.ERROR) {
                assembly.health().die("stream threads failed again and again; see the log");
            }
        });
        metrics = new KafkaStreamsMetrics(fresh);
        metrics.bindTo(assembly.metrics());
        connected = System.nanoTime();
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
        StreamThreadExceptionResponse answer = failures.answer();
        LOG.atError()
                .addKeyValue("application", name())
                .addKeyValue("answer", answer)
                .setCause(failure)
                .log("stream_thread_failed");
        return answer;
    }

    private String name() {
        return assembly.principal().user();
    }

    private static boolean isConnected(KafkaStreams streams) {
        return streams.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("connection-count")
                        && metric.metricName().group().equals("consumer-metrics"))
                .anyMatch(metric -> metric.metricValue() instanceof Number count && count.doubleValue() > 0);
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
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // A thread that waits for records commits nothing meanwhile: what came just after a commit, as the second half
        // of a topology does, would wait for as long as the poll and not as the interval.
        properties.put(StreamsConfig.POLL_MS_CONFIG, Math.min(commitInterval.toMillis() / 2, LONGEST_POLL.toMillis()));
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Dead letters are as large as what they were made from.
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), deadLetters.maxRecordBytes());
        properties.putAll(assembly.applicationSettings().kafkaStreams());
        // Not to be set: the law of zones and the promise of once only hang on them.
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, assembly.principal().applicationId());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, deadLetters.name());
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, UnreadableRecords.class.getName());
        properties.putAll(FAILURES);
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        return properties;
    }

    /// Stops after the records under way, commits, and leaves the group: others take over at once.
    @Override
    public void close() {
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
        admin.close(Duration.ZERO);
    }
}
