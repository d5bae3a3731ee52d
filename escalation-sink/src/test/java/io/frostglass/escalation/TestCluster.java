package io.frostglass.escalation;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Assertions;

/// A real broker with the catalogue's topics and ACLs, and nothing else allowed.
public final class TestCluster implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofMinutes(1);

    private final Path dir;
    private EmbeddedBroker broker;
    private final SchemaRegistryServer registry;
    private final SerdeFactory serdes = new ConfluentSerdes();

    private TestCluster(Path dir, EmbeddedBroker broker, SchemaRegistryServer registry) {
        this.dir = dir;
        this.broker = broker;
        this.registry = registry;
        serdes.configure(registrySettings());
    }

    public static TestCluster start(Path dir) throws Exception {
        var broker = EmbeddedBroker.start(dir, 0);
        try (var admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
        return new TestCluster(dir, broker, SchemaRegistryServer.start(dir.resolve("registry"), 0));
    }

    void stopBroker() {
        broker.close();
    }

    /// Where it was before.
    void startBroker() throws IOException {
        broker = EmbeddedBroker.start(dir, broker.port());
    }

    /// What a client of a principal needs to connect.
    public Map<String, Object> clientOf(Principal principal) {
        return new HashMap<>(broker.clientProperties(principal));
    }

    /// What an application needs to find the registry.
    public Map<String, String> registrySettings() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    /// As its writer would write it; on a busy machine the registry may need to be asked again.
    public <T extends SpecificRecord> byte[] bytes(Topic topic, Class<T> type, T value) throws Exception {
        var bytes = new AtomicReference<byte[]>();
        eventually("the registry answers", () -> {
            try {
                bytes.set(serdes.serde(topic, type).serializer().serialize(topic.name(), value));
                return true;
            } catch (RetriableException away) {
                return false;
            }
        });
        return Objects.requireNonNull(bytes.get());
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    /// A producer that has begun a transaction.
    public KafkaProducer<String, byte[]> transactional(Principal principal) {
        var settings = clientOf(principal);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, principal.applicationId() + "-test-" + UUID.randomUUID());
        var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
        producer.initTransactions();
        producer.beginTransaction();
        return producer;
    }

    public <T extends SpecificRecord> void write(
            Principal writer, Topic topic, String key, Class<T> type, List<T> values) throws Exception {
        try (var producer = new KafkaProducer<>(clientOf(writer), new StringSerializer(), new ByteArraySerializer())) {
            for (T value : values) {
                producer.send(new ProducerRecord<>(topic.name(), key, bytes(topic, type, value)))
                        .get();
            }
        }
    }

    /// Joins a share group and lets go of an alert each time that it is handed out, as workers do that die; accepts all
    /// others.
    public void letGo(String group, String alertId, int times) throws Exception {
        beginAtTheBeginning(group);
        var settings = clientOf(Principal.ESCALATION_SINK);
        settings.put("group.id", group);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 100);
        var count = new AtomicInteger();
        try (var member = new KafkaShareConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            member.subscribe(List.of(TopicCatalogue.ESCALATIONS.name()));
            eventually("the alert is handed out", () -> {
                member.poll(Duration.ofMillis(200)).forEach(record -> {
                    boolean isIt = record.key().equals(alertId);
                    count.addAndGet(isIt ? 1 : 0);
                    member.acknowledge(record, isIt ? AcknowledgeType.RELEASE : AcknowledgeType.ACCEPT);
                });
                member.commitSync();
                return count.get() == times;
            });
        }
    }

    private void beginAtTheBeginning(String group) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        Collection<AlterConfigOp> settings =
                Map.of("share.auto.offset.reset", "earliest", "share.delivery.count.limit", "10").entrySet().stream()
                        .map(entry -> new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), OpType.SET))
                        .toList();
        try (var admin = broker.admin()) {
            admin.incrementalAlterConfigs(Map.of(resource, settings)).all().get();
            eventually(
                    "the group is configured",
                    () -> admin.describeConfigs(List.of(resource)).all().get().values().stream()
                            .allMatch(config -> config.get("share.delivery.count.limit")
                                    .value()
                                    .equals("10")));
        }
    }

    /// What is in a topic now, committed.
    public List<ConsumerRecord<String, byte[]>> read(Topic topic) {
        return TopicSnapshot.records(
                new HashMap<>(broker.adminProperties()), topic, new StringDeserializer(), new ByteArrayDeserializer());
    }

    public <T extends SpecificRecord> List<T> read(Topic topic, Class<T> type) {
        return read(topic).stream()
                .map(record -> serdes.serde(topic, type).deserializer().deserialize(topic.name(), record.value()))
                .toList();
    }

    @Override
    public void close() {
        serdes.close();
        registry.close();
        broker.close();
    }

    /// Polls until it is so, and fails after a minute.
    public static void eventually(String what, Condition condition) throws Exception {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                Assertions.fail("not within " + TIMEOUT + ": " + what);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    public interface Condition {
        boolean holds() throws Exception;
    }
}
