package io.frostglass.admin.backup;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.admin.SchemaTexts;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.registry.RegistrySettings;
import io.frostglass.topics.registry.SchemaRegistryClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.crypto.SecretKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// On real brokers with their ACLs: backups are taken while records are written, by the principal `backup`; then
/// another cluster gets them.
@Tag("broker")
class ClusterRestoreTest {

    private static final Topic AUDIT = AuditTopics.of(Principal.INGEST);
    private static final String GROUP = Principal.TOKEN_WATCH.applicationId();
    private static final SecretKey KEY = SealedChunksTest.key(1);
    private static final Instant AT = Instant.parse("2026-01-18T12:34:56Z");

    @TempDir
    private Path folder = Path.of("");

    /// Writes entries in transactions, and aborts every third.
    private static final class Load implements AutoCloseable {

        private final AtomicBoolean stopped = new AtomicBoolean();
        private final AtomicInteger committed = new AtomicInteger();
        private final Thread thread;

        Load(TestCluster cluster) {
            byte[] entry = cluster.bytes(AUDIT, AuditEntry.class, entry());
            thread = Thread.ofPlatform().start(() -> {
                try (KafkaProducer<String, byte[]> producer = cluster.transactional(Principal.INGEST)) {
                    for (int i = 1; !stopped.get(); i++) {
                        for (int part = 0; part < AUDIT.partitions(); part++) {
                            var _ = producer.send(new ProducerRecord<>(AUDIT.name(), part, "evt-" + i, entry));
                        }
                        if (i % 3 == 0) {
                            producer.abortTransaction();
                        } else {
                            producer.commitTransaction();
                            committed.addAndGet(AUDIT.partitions());
                        }
                        producer.beginTransaction();
                    }
                    producer.abortTransaction();
                }
            });
        }

        void awaitMore() {
            int target = committed.get() + 60;
            eventually("the load goes on", committed::get, now -> now > target);
        }

        @Override
        public void close() {
            stopped.set(true);
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static AuditEntry entry() {
        return AuditEntry.newBuilder()
                .setAt(AT)
                .setApplication(Principal.INGEST.user())
                .setAction(Action.accepted)
                .build();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(folder.resolve("backups"));
    }

    private static SchemaRegistryClient registry(TestCluster cluster) {
        return SchemaRegistryClient.of(RegistrySettings.of(cluster.registry().settings()));
    }

    private ClusterBackup.Taken backUp(TestCluster cluster) throws IOException {
        try (var registry = registry(cluster)) {
            return new ClusterBackup(cluster.clientOf(Principal.BACKUP), registry, Clock.systemUTC())
                    .take(new BackupFolder(folder.resolve("backups")), KEY, false);
        }
    }

    private static void pause(TestCluster cluster, String agent, SwitchState state) {
        cluster.write(TopicCatalogue.SWITCHES, agent, new AgentSwitch(state, AT), AgentSwitch.class);
    }

    private static void commit(TestCluster cluster, long offset) {
        var settings = cluster.clientOf(Principal.TOKEN_WATCH);
        settings.put("group.id", GROUP);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(AUDIT.name(), 1)));
            consumer.commitSync(Map.of(new TopicPartition(AUDIT.name(), 1), new OffsetAndMetadata(offset)));
        }
    }

    private static Map<Integer, List<String>> texts(List<ConsumerRecord<String, AuditEntry>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        ConsumerRecord::partition,
                        Collectors.mapping(
                                it -> it.timestamp() + " " + it.key() + " "
                                        + it.value().getAction(),
                                Collectors.toCollection(ArrayList::new))));
    }

    @Test
    void bringsBackWhatWasWrittenBeforeTheLastBackup() throws Exception {
        List<ConsumerRecord<String, AuditEntry>> old;
        BackupManifest last;
        try (var cluster = TestCluster.start(folder.resolve("old"))) {
            pause(cluster, "one", SwitchState.paused);
            pause(cluster, "two", SwitchState.paused);
            try (var load = new Load(cluster)) {
                load.awaitMore();
                assertThat(backUp(cluster).full()).isTrue();
                load.awaitMore();
                pause(cluster, "two", SwitchState.running);
                commit(cluster, 50);
                var second = backUp(cluster);
                assertThat(second.full()).isFalse();
                assertThat(second.missed()).isZero();
                last = BackupFile.manifest(second.file(), KEY);
                load.awaitMore();
            }
            old = cluster.records(AUDIT, AuditEntry.class);
        }
        try (var cluster = TestCluster.start(folder.resolve("new"));
                var registry = registry(cluster)) {
            // In another order than on the old cluster, so that ids differ.
            SchemaTexts.register(cluster.registry().url(), Map.of());
            var restore = ClusterRestore.of(new BackupFolder(folder.resolve("backups")), Instant.MAX, KEY);
            restore.apply(cluster.adminClient(), registry);

            var before = old.stream()
                    .filter(it -> it.offset()
                            < last.part(AUDIT.name(), it.partition())
                                    .orElseThrow()
                                    .to())
                    .toList();
            var found = cluster.records(AUDIT, AuditEntry.class);
            assertThat(texts(found)).isEqualTo(texts(before));
            assertThat(old.size() - found.size()).as("lost").isPositive();
            assertThat(RestoredRecords.check(restore, cluster.adminClient(), registry))
                    .isEqualTo(found.size() + 3L);
            assertThat(cluster.records(TopicCatalogue.SWITCHES, AgentSwitch.class))
                    .extracting(it -> it.key() + " " + it.value().getState())
                    .containsExactly("one paused", "two paused", "two running");
            assertThat(offset(cluster))
                    .isEqualTo(old.stream()
                            .filter(it -> it.partition() == 1 && it.offset() < 50)
                            .count());
            // And the topic is again as the catalogue says.
            cluster.write(AUDIT, "new", entry(), AuditEntry.class);
            assertThat(cluster.records(AUDIT, AuditEntry.class))
                    .filteredOn(it -> it.key().equals("new"))
                    .allMatch(it -> it.timestampType().toString().equals("LogAppendTime"));

            assertThatThrownBy(() -> restore.apply(cluster.adminClient(), registry))
                    .hasMessage("not restored: these topics hold records already: agent.switches, audit.ingest");
        }
    }

    private static long offset(TestCluster cluster) throws Exception {
        try (var admin = cluster.admin()) {
            var offsets = admin.listConsumerGroupOffsets(GROUP)
                    .partitionsToOffsetAndMetadata()
                    .get();
            return Objects.requireNonNull(offsets.get(new TopicPartition(AUDIT.name(), 1)))
                    .offset();
        }
    }

    /// What a command prints.
    private static String run(Object command, String... args) {
        var out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(command).execute(args)).isZero();
            return out.toString(StandardCharsets.UTF_8);
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void theCommandsWriteToAClusterOnlyIfToldSo() throws Exception {
        String backups = folder.resolve("backups").toString();
        String key = Files.writeString(
                        folder.resolve("key"), Base64.getEncoder().encodeToString(KEY.getEncoded()))
                .toString();
        try (var cluster = TestCluster.start(folder.resolve("old"))) {
            cluster.writeClientProperties(folder.resolve("clients"));
            pause(cluster, "one", SwitchState.paused);
            assertThat(run(new BackupCommand(), "--config", config("backup"), "--target", backups, "--key-file", key))
                    .startsWith("full backup " + backups)
                    .contains(": 1 records of ");
        }
        try (var cluster = TestCluster.start(folder.resolve("new"))) {
            cluster.writeClientProperties(folder.resolve("clients"));
            String[] args = {"--config", config("admin"), "--from", backups, "--key-file", key};
            assertThat(run(new RestoreCommand(), args))
                    .contains("agent.switches: 1 records", "nothing was written; --yes does it");
            assertThat(cluster.records(TopicCatalogue.SWITCHES)).isEmpty();

            var told = new ArrayList<>(List.of(args));
            told.add("--yes");
            assertThat(run(new RestoreCommand(), told.toArray(String[]::new))).contains("restored in ");
            assertThat(cluster.records(TopicCatalogue.SWITCHES)).hasSize(1);
        }
    }

    private String config(String user) {
        return folder.resolve("clients").resolve(user + ".properties").toString();
    }
}
