package io.frostglass.anonymize;

import static io.frostglass.anonymize.RawEvents.CAMERA;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class AnonymizeRestartTest {

    private static final String GROUP = Principal.ANONYMIZE_STREAM.applicationId();

    @TempDir
    Path folder;

    private final Instant start = Instant.now().minus(2, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS);
    private TestCluster cluster;
    private Admin admin;

    @BeforeEach
    void startCluster() throws Exception {
        cluster = TestCluster.start(folder.resolve("cluster"));
        admin = cluster.admin();
        Files.writeString(folder.resolve("sites.yaml"), RawEvents.sitesFile());
    }

    @AfterEach
    void stopCluster() {
        admin.close();
        cluster.close();
    }

    @Test
    void takesTheBackgroundToAnInstanceWithAnEmptyDisk() throws Exception {
        // Given
        letTheTestChooseTheTimeOfRawEvents();
        try (var _ = startApplication("first")) {
            for (int visit = 0; visit < 3; visit++) {
                send("msg-" + visit, start.plus(Duration.ofMinutes(20L * visit)), RawEvents.visit(visit));
            }
            awaitEvents(3);
        }

        // When
        try (var _ = startApplication("second")) {
            send("msg-3", start.plus(Duration.ofHours(1)));
            List<SanitizedMotion> events = awaitEvents(4);

            // Then
            assertThat(events)
                    .extracting(SanitizedMotion::getVeil)
                    .containsExactly("noise", "noise", "silhouettes", "silhouettes");
            assertThat(configuration("restricted.anonymize-stream-backgrounds-changelog", "max.compaction.lag.ms"))
                    .isEqualTo(Long.toString(Duration.ofHours(18).toMillis()));
        }
    }

    @Test
    void letsAnOperatorAloneSeeAndChangeWhatIsKnown() throws Exception {
        // Given
        letTheTestChooseTheTimeOfRawEvents();
        var controls = controls(Principal.PATTERN_ADMIN);
        try (var _ = startApplication("first")) {
            for (int visit = 0; visit < 3; visit++) {
                send("msg-" + visit, start.plus(Duration.ofMinutes(20L * visit)), RawEvents.visit(visit));
            }
            awaitEvents(3);

            // When
            controls.freeze(CAMERA, true);
            var frozen = controls.list();
            controls.reset(CAMERA);
            var reset = controls.list();

            // Then
            assertThat(frozen).singleElement().satisfies(listed -> {
                assertThat(listed.frozen()).isTrue();
                assertThat(listed.status().getKnownInfraRed()).isGreaterThan(0.6);
            });
            assertThat(reset)
                    .singleElement()
                    .satisfies(listed -> assertThat(listed.frozen()).isFalse());
        }
        try (var _ = startApplication("second")) {
            send("msg-3", start.plus(Duration.ofHours(1)));
            assertThat(awaitEvents(4).getLast().getVeil()).isEqualTo("noise");
        }
        assertThatThrownBy(() -> controls.freeze("cam-unknown", true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no background of camera cam-unknown");
        assertThatThrownBy(controls(Principal.CONSOLE)::list).isInstanceOf(AuthorizationException.class);
        assertThat(cluster.read(AuditTopics.of(Principal.PATTERN_ADMIN), AuditEntry.class))
                .extracting(AuditEntry::getAction)
                .containsExactly(Action.background_frozen, Action.background_reset);
    }

    private BackgroundControls controls(Principal principal) {
        return new BackgroundControls(Map.copyOf(cluster.clientOf(principal)), cluster.serdes(), Clock.systemUTC());
    }

    @Test
    void makesNoEventOfAReferencePicture() throws Exception {
        // Given
        letTheTestChooseTheTimeOfRawEvents();
        try (var _ = startApplication("first")) {

            // When
            for (int visit = 0; visit < 2; visit++) {
                send("ref-" + visit, start.plus(Duration.ofMinutes(20L * visit)), RawEvents.reference());
            }
            send("msg-1", start.plus(Duration.ofHours(1)));

            // Then
            assertThat(awaitEvents(1)).extracting(SanitizedMotion::getVeil).containsExactly("silhouettes");
            assertThat(cluster.read(AuditTopics.of(Principal.ANONYMIZE_STREAM), AuditEntry.class))
                    .extracting(AuditEntry::getAction)
                    .containsExactlyInAnyOrder(Action.learnt, Action.learnt, Action.anonymized);
        }
    }

    /// What an upgrade has to do: the brokers (Kafka 4.4.0) remember the topology of a group and refuse another.
    @Test
    void goesOnWhereAnotherTopologyStoppedWhenItsGroupIsMadeAnew() throws Exception {
        // Given
        send("msg-before", null);
        runFormerTopology();

        // When
        Map<TopicPartition, OffsetAndMetadata> offsets = offsets();
        eventually("nobody is in the group", this::isDeleted);
        admin.alterStreamsGroupOffsets(GROUP, offsets).all().get();
        try (var _ = startApplication("new")) {
            send("msg-after", null);

            // Then
            var events = awaitEvents(1);
            assertThat(events).hasSize(1);
            assertThat(events.getFirst().getReceivedAt()).isAfter(start.plus(Duration.ofHours(1)));
        }
    }

    private void letTheTestChooseTheTimeOfRawEvents() throws Exception {
        var raw = new ConfigResource(ConfigResource.Type.TOPIC, TopicCatalogue.MOTION_RAW.name());
        var time = new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
        admin.incrementalAlterConfigs(Map.of(raw, List.of(new AlterConfigOp(time, AlterConfigOp.OpType.SET))))
                .all()
                .get();
        eventually(
                "the topic is configured",
                () -> configuration(TopicCatalogue.MOTION_RAW.name(), time.name()),
                List.of(time.value())::contains);
    }

    private String configuration(String topic, String key) throws Exception {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return admin.describeConfigs(List.of(resource)).all().get().values().stream()
                .map(config -> config.get(key).value())
                .collect(Collectors.joining());
    }

    private RunningApplication startApplication(String instance) {
        var settings = cluster.applicationSettings(
                Principal.ANONYMIZE_STREAM,
                Map.of(
                        "sites.file", folder.resolve("sites.yaml").toString(),
                        "state.dir", folder.resolve(instance).toString()));
        var app = AnonymizeApp.start(ApplicationSettings.of(settings, AnonymizeApp.SETTINGS));
        eventually("it works", () -> app.health().isReady());
        return app;
    }

    /// Sends a picture of the empty place.
    ///
    /// @param at the broker's time, or null for now
    private void send(String id, @Nullable Instant at) throws Exception {
        send(id, at, RawEvents.place(_ -> {}));
    }

    private void send(String id, @Nullable Instant at, String body) throws Exception {
        var raw = RawEvents.signed(id, at == null ? Instant.now() : at, body);
        byte[] value = cluster.bytes(TopicCatalogue.MOTION_RAW, MotionRaw.class, raw);
        Long time = at == null ? null : at.toEpochMilli();
        try (var producer = cluster.producer(Principal.INGEST)) {
            producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_RAW.name(), null, time, CAMERA, value))
                    .get();
        }
    }

    private List<SanitizedMotion> awaitEvents(int count) {
        return eventually(
                        count + " events",
                        () -> cluster.read(TopicCatalogue.MOTION, SanitizedMotion.class),
                        events -> events.size() >= count)
                .stream()
                .sorted(Comparator.comparing(SanitizedMotion::getReceivedAt))
                .toList();
    }

    /// One that read the same events, and nothing else, until it has read one.
    private void runFormerTopology() throws Exception {
        var builder = new StreamsBuilder();
        builder.stream(TopicCatalogue.MOTION_RAW.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((camera, event) -> {});
        var settings = new Properties();
        settings.putAll(cluster.clientOf(Principal.ANONYMIZE_STREAM));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, GROUP);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("former").toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        settings.put("auto.offset.reset", "earliest");
        var former = new KafkaStreams(builder.build(), settings);
        former.start();
        eventually("it has read", () -> offsets().values().stream().anyMatch(offset -> offset.offset() > 0));
        former.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    private boolean isDeleted() throws Exception {
        try {
            admin.deleteStreamsGroups(List.of(GROUP)).all().get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(GroupNotEmptyException.class);
            return false;
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> offsets() throws Exception {
        return admin.listStreamsGroupOffsets(Map.of(GROUP, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(GROUP)
                .get();
    }
}
