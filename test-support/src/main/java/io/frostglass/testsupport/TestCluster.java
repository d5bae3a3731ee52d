package io.frostglass.testsupport;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.embedded.BrokerSettings;
import io.frostglass.embedded.OwnerOnly;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/// A real broker with the topics and ACLs of the catalogue, and a schema registry. A module extends it with what its
/// own tests start and read.
///
/// Both are in this process, or in containers if the Maven profile `containers` is on. Then the broker demands TLS, and
/// the registry is Apicurio. Without an engine for containers, tests that start a cluster are skipped.
public class TestCluster implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);

    private final TestBroker broker;
    private final TestRegistry registry;

    /// Starts a cluster without topics and ACLs.
    ///
    /// @param folder for the data of broker and registry
    protected TestCluster(Path folder) throws IOException {
        if (ContainerMode.isOn()) {
            broker = ContainerBroker.start(folder.resolve("broker"));
            registry = TestRegistry.at(ContainerRegistry.url());
        } else {
            broker = InProcessBroker.start(folder.resolve("broker"));
            registry = TestRegistry.start(folder.resolve("registry"));
        }
    }

    /// Starts a cluster with the catalogue's topics and ACLs.
    public static TestCluster start(Path folder) throws IOException {
        var cluster = startEmpty(folder);
        cluster.provision();
        return cluster;
    }

    /// Starts a cluster without topics and ACLs.
    public static TestCluster startEmpty(Path folder) throws IOException {
        return new TestCluster(folder);
    }

    /// Creates the catalogue's topics and ACLs.
    public void provision() {
        try (var admin = admin()) {
            new ClusterProvisioner(admin).apply();
        }
    }

    public void stopBroker() {
        broker.stop();
    }

    /// Starts the broker again, with its data and on its former port.
    public void startBroker() throws IOException {
        broker.startAgain();
    }

    /// A connection of an administrator; the caller closes it.
    public Admin admin() {
        return Admin.create(adminClient());
    }

    public TestRegistry registry() {
        return registry;
    }

    public SerdeFactory serdes() {
        return registry.serdes();
    }

    /// The settings of a Kafka client that connects as a principal. The caller may change the map.
    public Map<String, Object> clientOf(Principal principal) {
        return new HashMap<>(broker.clientProperties(principal));
    }

    /// The settings of a Kafka client that may do everything. The caller may change the map.
    public Map<String, Object> adminClient() {
        return new HashMap<>(broker.adminProperties());
    }

    /// The settings of an application: broker, registry, and any free port for HTTP.
    ///
    /// @param more settings of this application, which replace the others
    public Map<String, String> applicationSettings(Principal principal, Map<String, String> more) {
        var settings = new HashMap<>(broker.clientProperties(principal));
        settings.putAll(registry.settings());
        settings.put("http.port", "0");
        settings.putAll(more);
        return settings;
    }

    /// Writes a properties file per principal, and `admin.properties`, each for the option `--config` of a command.
    public void writeClientProperties(Path clients) throws IOException {
        for (Principal principal : Principal.values()) {
            writeClientProperties(clients, principal.user(), broker.clientProperties(principal));
        }
        writeClientProperties(clients, BrokerSettings.ADMIN, broker.adminProperties());
    }

    private void writeClientProperties(Path clients, String user, Map<String, String> kafka) throws IOException {
        var properties = new HashMap<>(kafka);
        properties.putAll(registry.settings());
        OwnerOnly.write(clients, user + ".properties", properties, user);
    }

    /// Sets the configuration of a group, and waits until the broker applies it.
    public void configureGroup(String group, Map<String, String> settings) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Collection<AlterConfigOp> changes = settings.entrySet().stream()
                .map(entry -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), OpType.SET))
                .toList();
        try (var admin = admin()) {
            get(admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
            eventually(
                    "the group " + group + " is configured",
                    () -> get(admin.describeConfigs(List.of(resource)).values().get(resource)),
                    config -> settings.entrySet().stream()
                            .allMatch(setting -> config.entries().stream()
                                    .anyMatch(entry -> entry.name().equals(setting.getKey())
                                            && setting.getValue().equals(entry.value()))));
        }
    }

    /// A value in the bytes that its writer sends. A registry that is too busy to answer is asked again.
    public <T extends SpecificRecord> byte[] bytes(Topic topic, Class<T> type, T value) {
        var serializer = serdes().serde(topic, type).serializer();
        var bytes = new AtomicReference<byte[]>();
        eventually("the registry answers", () -> {
            try {
                bytes.set(serializer.serialize(topic.name(), value));
                return true;
            } catch (RetriableException away) {
                return false;
            }
        });
        return Objects.requireNonNull(bytes.get());
    }

    /// A producer that connects as a principal; the caller closes it.
    public KafkaProducer<String, byte[]> producer(Principal principal) {
        return producer(clientOf(principal));
    }

    /// A producer that connects as a principal and has begun a transaction; the caller closes it.
    public KafkaProducer<String, byte[]> transactional(Principal principal) {
        var settings = clientOf(principal);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, principal.applicationId() + "-test-" + UUID.randomUUID());
        var producer = producer(settings);
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    private static KafkaProducer<String, byte[]> producer(Map<String, Object> settings) {
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    /// Key and value of a record to write.
    ///
    /// @param value null deletes the key
    public record KeyValue<T>(String key, @Nullable T value) {}

    /// Writes a record as administrator, and returns when it is durable.
    ///
    /// @param value null deletes the key
    public <T extends SpecificRecord> void write(Topic topic, String key, @Nullable T value, Class<T> type) {
        writeAll(topic, List.of(new KeyValue<>(key, value)), type);
    }

    /// Writes records as administrator, and returns when all are durable.
    public <T extends SpecificRecord> void writeAll(Topic topic, List<KeyValue<T>> records, Class<T> type) {
        write(producer(adminClient()), topic, records, type);
    }

    /// Writes values under one key as a principal, and returns when all are durable.
    ///
    /// @throws AssertionError if the broker rejects one; the cause says why
    public <T extends SpecificRecord> void write(
            Principal principal, Topic topic, String key, List<T> values, Class<T> type) {
        var records = values.stream().map(value -> new KeyValue<T>(key, value)).toList();
        write(producer(principal), topic, records, type);
    }

    private <T extends SpecificRecord> void write(
            KafkaProducer<String, byte[]> producer, Topic topic, List<KeyValue<T>> records, Class<T> type) {
        try (producer) {
            records.stream()
                    .map(record -> {
                        T value = record.value();
                        byte @Nullable [] bytes = value == null ? null : bytes(topic, type, value);
                        return producer.send(new ProducerRecord<>(topic.name(), record.key(), bytes));
                    })
                    .toList()
                    .forEach(TestCluster::get);
        }
    }

    /// The committed records of a topic, as bytes. Waits for transactions that are open.
    public List<ConsumerRecord<String, byte[]>> records(Topic topic) {
        return records(topic, new ByteArrayDeserializer());
    }

    /// The committed records of a topic. Waits for transactions that are open.
    public <T extends SpecificRecord> List<ConsumerRecord<String, T>> records(Topic topic, Class<T> type) {
        return records(topic, serdes().serde(topic, type).deserializer());
    }

    /// The values of the committed records of a topic, in the order of each partition.
    public <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        return records(topic, type).stream().map(ConsumerRecord::value).toList();
    }

    private <V> List<ConsumerRecord<String, V>> records(Topic topic, Deserializer<V> values) {
        var settings = adminClient();
        settings.put("isolation.level", "read_committed");
        settings.put("fetch.max.wait.ms", 20);
        var records = new ArrayList<ConsumerRecord<String, V>>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values)) {
            Map<TopicPartition, Long> ends = ends(topic);
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /// Where the partitions of a topic end, open transactions included: a consumer's own answer would stop before them.
    private Map<TopicPartition, Long> ends(Topic topic) {
        try (var admin = admin()) {
            var latest = get(admin.describeTopics(List.of(topic.name()))
                            .topicNameValues()
                            .get(topic.name()))
                    .partitions()
                    .stream()
                    .collect(Collectors.toMap(
                            it -> new TopicPartition(topic.name(), it.partition()), _ -> OffsetSpec.latest()));
            return get(admin.listOffsets(latest).all()).entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        }
    }

    private static <T> T get(@Nullable Future<T> future) {
        try {
            return Objects.requireNonNull(future).get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
    }
}
