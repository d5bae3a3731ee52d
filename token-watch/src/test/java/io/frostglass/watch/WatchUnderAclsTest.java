package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.embedded.SchemaRegistryServer;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.topics.ClusterProvisioner;
import io.frostglass.topics.ConfluentSerdes;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// On a real broker that enforces the catalogue's ACLs.
@Tag("broker")
class WatchUnderAclsTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:31:00Z");

    @TempDir
    static Path folder;

    private static EmbeddedBroker broker;
    private static SchemaRegistryServer registry;
    private static ConfluentSerdes serdes;

    @BeforeAll
    static void startCluster() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        registry = SchemaRegistryServer.start(folder.resolve("registry"), 0);
        try (var admin = broker.admin()) {
            new ClusterProvisioner(admin).apply();
        }
        serdes = new ConfluentSerdes();
        serdes.configure(registrySettings());
    }

    @AfterAll
    static void stopCluster() {
        serdes.close();
        broker.close();
        registry.close();
    }

    @Test
    @Timeout(120)
    void findsInEntriesOfThoseWhoMayWriteThemAndWritesAFinding() throws Exception {
        // Given
        Path watch = Files.writeString(folder.resolve("watch.yaml"), "defaults: {refusals: 5}");
        try (var application = start(watch)) {
            // When
            write(
                    Principal.TOKEN_STREAM,
                    Stream.of(Entries.minted("site-1", "cam-1", "evt-1", NOW)).toList());
            write(
                    Principal.AGENT_GATEWAY,
                    Stream.iterate(0, i -> i + 1)
                            .limit(8)
                            .map(i -> Entries.of(Principal.AGENT_GATEWAY, Action.refused, NOW.plusMillis(i))
                                    .build())
                            .toList());

            // Then
            SecurityFinding finding = firstFinding();
            assertThat(finding.getKind()).isEqualTo(FindingKind.refusals);
            assertThat(finding.getObserved()).isEqualTo(6);
            assertThat(read(application.url().resolve("/metrics")))
                    .contains("frostglass_security_findings_total{application=\"token-watch\",kind=\"refusals\"} 1");
            assertThat(internalTopics()).isNotEmpty().allMatch(topic -> topic.startsWith("audit.token-watch-"));
        }
    }

    static Stream<Topic> topicsOfOthers() {
        return Stream.of(TopicCatalogue.MOTION_AUTHORIZED, TopicCatalogue.MOTION_RAW, TopicCatalogue.MOTION);
    }

    @ParameterizedTest
    @MethodSource("topicsOfOthers")
    void isRefusedWhatItNeedNotKnow(Topic topic) {
        // Given
        try (var consumer = consumer(broker.clientProperties(Principal.TOKEN_WATCH))) {
            consumer.assign(Set.of(new TopicPartition(topic.name(), 0)));
            consumer.seekToBeginning(consumer.assignment());

            // Then
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(30)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static RunningApplication start(Path watch) {
        Map<String, String> settings = new HashMap<>(broker.clientProperties(Principal.TOKEN_WATCH));
        settings.putAll(registrySettings());
        settings.put("http.port", "0");
        settings.put("state.dir", folder.resolve("state").toString());
        settings.put("watch.file", watch.toString());
        var application = WatchApp.start(ApplicationSettings.of(settings, WatchApp.SETTINGS));
        while (!application.health().isReady()) {
            LockSupport.parkNanos(20_000_000);
        }
        return application;
    }

    private static Map<String, String> registrySettings() {
        return Map.of("schema.registry.url", registry.url().toString(), "auto.register.schemas", "true");
    }

    private static void write(Principal writer, List<AuditEntry> entries) throws Exception {
        var serializer =
                serdes.serde(TopicCatalogue.AUDIT_ENTRIES, AuditEntry.class).serializer();
        String topic = TopicCatalogue.AUDIT_ENTRIES.name();
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>copyOf(broker.clientProperties(writer)),
                new StringSerializer(),
                new ByteArraySerializer())) {
            for (AuditEntry entry : entries) {
                producer.send(new ProducerRecord<>(topic, entry.getApplication(), serializer.serialize(topic, entry)))
                        .get();
            }
        }
    }

    private static SecurityFinding firstFinding() {
        String topic = TopicCatalogue.SECURITY_FINDINGS.name();
        try (var consumer = consumer(broker.adminProperties())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (true) {
                var records = consumer.poll(Duration.ofMillis(200));
                var first = StreamSupport.stream(records.spliterator(), false).findFirst();
                if (first.isPresent()) {
                    assertThat(first.get().key()).isEqualTo("all");
                    return serdes.serde(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class)
                            .deserializer()
                            .deserialize(topic, first.get().value());
                }
            }
        }
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, String> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("isolation.level", "read_committed");
        settings.put("enable.auto.commit", false);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static List<String> internalTopics() throws Exception {
        try (var admin = broker.admin()) {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.contains("token-watch"))
                    .toList();
        }
    }

    private static String read(URI url) throws Exception {
        try (var in = url.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
