package io.frostglass.tokens;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assertions;

/// A real broker with the catalogue's topics and ACLs, and instances of token-stream on it.
final class TokenCluster implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(3);

    private final Path folder;
    private final EmbeddedBroker broker;
    private final SchemaRegistryServer registry;
    private final SerdeFactory serdes = new ConfluentSerdes();
    private int instances;

    private TokenCluster(Path folder, EmbeddedBroker broker, SchemaRegistryServer registry) {
        this.folder = folder;
        this.broker = broker;
        this.registry = registry;
        serdes.configure(registrySettings());
    }

    static TokenCluster start(Path folder) throws IOException {
        var broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        try (var admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
            noticeDeathSoon(admin);
        }
        return new TokenCluster(folder, broker, SchemaRegistryServer.start(folder.resolve("registry"), 0));
    }

    /// Other instances take over the partitions of a killed instance after 3 s.
    private static void noticeDeathSoon(Admin admin) {
        var group = new ConfigResource(ConfigResource.Type.GROUP, Principal.TOKEN_STREAM.applicationId());
        var session = new AlterConfigOp(new ConfigEntry("streams.session.timeout.ms", "3000"), OpType.SET);
        admin.incrementalAlterConfigs(Map.of(group, List.of(session)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private Map<String, String> registrySettings() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    private Map<String, String> instanceSettings(Map<String, String> more) {
        var settings = new HashMap<>(broker.clientProperties(Principal.TOKEN_STREAM));
        settings.putAll(registrySettings());
        settings.put("http.port", "0");
        settings.put("state.dir", folder.resolve("state-" + instances++).toString());
        settings.putAll(more);
        return settings;
    }

    Map<String, Object> clientOf(Principal principal) {
        return new HashMap<>(broker.clientProperties(principal));
    }

    SerdeFactory serdes() {
        return serdes;
    }

    /// Starts an instance in this process.
    RunningApplication instance(Map<String, String> more) {
        return TokenApp.start(ApplicationSettings.of(instanceSettings(more), TokenApp.SETTINGS));
    }

    /// Starts an instance in its own process, which can be killed.
    Process process(Map<String, String> more) throws IOException {
        var properties = new Properties();
        properties.putAll(instanceSettings(more));
        Path file = folder.resolve("instance-" + instances + ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TokenApp.class.getName(),
                        "--config",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("instance-" + instances + ".log").toFile())
                .start();
    }

    <T extends SpecificRecord> byte[] bytes(Topic topic, Class<T> type, T value) {
        var serializer = serdes.serde(topic, type).serializer();
        while (true) {
            try {
                return serializer.serialize(topic.name(), value);
            } catch (RetriableException away) {
                LockSupport.parkNanos(20_000_000); // the registry is busy, as it may be
            }
        }
    }

    KafkaProducer<String, byte[]> producer(Principal principal) {
        return new KafkaProducer<>(clientOf(principal), new StringSerializer(), new ByteArraySerializer());
    }

    /// Returns the present records of a topic.
    <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        var values = new ArrayList<T>();
        TopicSnapshot.read(
                new HashMap<>(broker.adminProperties()),
                topic,
                type,
                serdes,
                Instant.EPOCH,
                (_, value) -> values.add(value));
        return values;
    }

    /// Follows a topic as a reader of committed records.
    <T extends SpecificRecord> Follower<T> follow(Topic topic, Class<T> type) {
        return new Follower<>(topic, type);
    }

    /// Polls until it is so.
    static void eventually(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                Assertions.fail("not in time: " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    interface Condition {
        boolean holds() throws Exception;
    }

    /// A topic and a place in it.
    final class Follower<T extends SpecificRecord> implements AutoCloseable {
        private final KafkaConsumer<String, T> consumer;
        private final List<TopicPartition> partitions;

        private Follower(Topic topic, Class<T> type) {
            Map<String, Object> settings = new HashMap<>(broker.adminProperties());
            settings.put("isolation.level", "read_committed");
            consumer = new KafkaConsumer<>(
                    settings,
                    new StringDeserializer(),
                    serdes.serde(topic, type).deserializer());
            partitions = IntStream.range(0, topic.partitions())
                    .mapToObj(i -> new TopicPartition(topic.name(), i))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }

        /// What has come since the last time, up to the end of what is committed now.
        List<ConsumerRecord<String, T>> toEnd() {
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, T>>();
            while (partitions.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
                consumer.poll(Duration.ofMillis(50)).forEach(records::add);
            }
            return records;
        }

        /// What comes within a moment.
        Iterable<ConsumerRecord<String, T>> poll() {
            return consumer.poll(Duration.ofMillis(50));
        }

        @Override
        public void close() {
            consumer.close();
        }
    }

    @Override
    public void close() {
        serdes.close();
        registry.close();
        broker.close();
    }
}
