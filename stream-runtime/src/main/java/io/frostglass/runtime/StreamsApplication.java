package io.frostglass.runtime;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.RunningApplication.Assembly;
import io.frostglass.topics.Topic;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a topology: exactly once, with a short commit interval and the brokers' rebalance protocol. Unreadable
/// records go to the dead-letter topic of their zone.
public final class StreamsApplication implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsApplication.class);

    /// Events wait this long for their transaction at each stage. Measured: 20 ms costs little more than
    /// at-least-once, and 100 ms would add a quarter of a second over three stages.
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(20);

    /// A step that fails writes nothing.
    static final Map<String, String> FAILURES = Map.of(
            StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedProcessing.class.getName(),
            StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, FailedWriting.class.getName());

    /// Kafka's default.
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);

    private static final Duration STOP = Duration.ofSeconds(3);

    private final KafkaStreams streams;

    private StreamsApplication(KafkaStreams streams) {
        this.streams = streams;
    }

    /// Starts a topology between a camera and a paging system, with a commit interval of 20 ms.
    ///
    /// @param deadLetters for records that cannot be deserialised; in the zone of the topology's source
    public static StreamsApplication start(Assembly assembly, Topology topology, Topic deadLetters) {
        return start(assembly, topology, deadLetters, COMMIT_INTERVAL);
    }

    /// Starts a topology and adds its health and metrics to the application's.
    ///
    /// @param deadLetters as above
    /// @param commitInterval how long records may wait for their transaction; each transaction costs time
    public static StreamsApplication start(
            Assembly assembly, Topology topology, Topic deadLetters, Duration commitInterval) {
        var streams = new KafkaStreams(topology, properties(assembly, deadLetters, commitInterval));
        var failures = new ThreadFailures(Clock.systemUTC());
        String name = assembly.principal().user();
        streams.setUncaughtExceptionHandler(failure -> {
            var answer = failures.answer();
            LOG.atError()
                    .addKeyValue("application", name)
                    .addKeyValue("answer", answer)
                    .setCause(failure)
                    .log("stream_thread_failed");
            return answer;
        });
        streams.setStateListener((now, before) -> {
            LOG.atInfo()
                    .addKeyValue("application", name)
                    .addKeyValue("state", now)
                    .log("streams_state_changed");
            if (now == KafkaStreams.State.ERROR) {
                assembly.health().die("stream threads failed again and again; see the log");
            }
        });
        assembly.health()
                .ready(
                        "streams",
                        () -> HealthState.of(
                                streams.state() == KafkaStreams.State.RUNNING, "state " + streams.state()));
        var application = assembly.add(new StreamsApplication(streams));
        assembly.add(new KafkaStreamsMetrics(streams)).bindTo(assembly.metrics());
        streams.start();
        return application;
    }

    private static Properties properties(Assembly assembly, Topic deadLetters, Duration commitInterval) {
        var properties = new Properties();
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // A thread that waits for records does not commit: records that come just after a commit, as in the second half
        // of a topology, would wait for the poll and not for the interval.
        properties.put(StreamsConfig.POLL_MS_CONFIG, Math.min(commitInterval.toMillis() / 2, LONGEST_POLL.toMillis()));
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
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

    /// Finishes the records under way, commits, and leaves the group: others take over at once.
    @Override
    public void close() {
        streams.close(CloseOptions.timeout(STOP)
                .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
    }
}
