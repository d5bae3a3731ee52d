package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A Kafka Streams application with a repartition topic and a changelog gets along with what its principal is
/// granted, exactly-once and in both group protocols.
@Tag("broker")
@Tag("in-process")
class StreamsUnderAclsTest {

    @TempDir
    Path dir;

    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0);
        try (Admin admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"streams", "classic"})
    void runsWithWhatItsPrincipalIsGranted(String protocol) throws Exception {
        // Given
        BlockingQueue<Throwable> failures = new LinkedBlockingQueue<>();
        try (KafkaStreams streams = new KafkaStreams(counting(), settings(protocol))) {
            streams.setUncaughtExceptionHandler(failure -> {
                failures.add(failure);
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            });
            // When
            streams.start();
            Records.write(broker.clientProperties(Principal.ANONYMIZE_STREAM), TopicCatalogue.MOTION.name());

            // Then
            assertThat(firstOutput(failures)).isEqualTo("1");
        }
        assertThat(failures).isEmpty();
        try (Admin admin = broker.admin()) {
            assertThat(admin.listTopics().names().get())
                    .contains("agent.token-stream-count-changelog", "agent.token-stream-again-repartition");
        }
    }

    private static Topology counting() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(TopicCatalogue.MOTION.name(), Consumed.with(Serdes.String(), Serdes.String()))
                .groupBy((key, value) -> value, Grouped.with("again", Serdes.String(), Serdes.String()))
                .count(Materialized.as("count"))
                .toStream()
                .mapValues(count -> Long.toString(count))
                .to(TopicCatalogue.MOTION_AUTHORIZED.name(), Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private Properties settings(String protocol) {
        Properties settings = new Properties();
        settings.putAll(broker.clientProperties(Principal.TOKEN_STREAM));
        settings.put("application.id", Principal.TOKEN_STREAM.applicationId());
        settings.put("group.protocol", protocol);
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("commit.interval.ms", "20");
        settings.put("state.dir", dir.resolve("state").toString());
        settings.put("auto.offset.reset", "earliest");
        return settings;
    }

    private String firstOutput(BlockingQueue<Throwable> failures) throws InterruptedException {
        Properties settings = new Properties();
        settings.putAll(broker.clientProperties(Principal.AGENT_GATEWAY));
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(TopicCatalogue.MOTION_AUTHORIZED.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            while (System.nanoTime() < deadline && failures.isEmpty()) {
                for (var record : consumer.poll(Duration.ofMillis(100))) {
                    return record.value();
                }
            }
        }
        throw new AssertionError("no output; failures: " + failures);
    }
}
