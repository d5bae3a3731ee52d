package io.frostglass.escalation;

import static io.frostglass.escalation.Installation.events;
import static io.frostglass.escalation.Installation.ids;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an upgrade has to do where the topology has changed: the brokers (Kafka 4.4.0) remember a group's topology and
/// refuse another ("Topology updates are not supported yet."), also when nobody is in the group. The command `upgrade`
/// does these steps.
@Tag("broker")
class ChangedTopologyTest {

    private static final String GROUP = Principal.ESCALATION_SINK.applicationId();

    @TempDir
    static Path dir;

    @Test
    void goesOnWhereTheOldOneStoppedWhenItsGroupIsMadeAnew() throws Exception {
        try (var cluster = TestCluster.start(dir);
                var admin = cluster.admin()) {
            // Given
            var installation = new Installation(cluster, dir).withReceiver("pager");
            List<SanitizedMotion> before = events("pager", 1);
            List<SanitizedMotion> after = events("pager", 1);
            installation.send(before);
            runFormerTopology(cluster, admin);
            try (var refused = installation.start(Map.of())) {
                eventually(
                        "it says what to do", () -> live(refused).contains("run: frostglass upgrade escalation-sink"));
            }

            // When
            Map<TopicPartition, OffsetAndMetadata> offsets = offsets(admin);
            eventually("nobody is in the group", () -> isDeleted(admin));
            admin.alterStreamsGroupOffsets(GROUP, offsets).all().get();
            try (var app = installation.start(Map.of())) {
                eventually("it works", () -> app.health().isReady());
                installation.send(after);

                // Then
                eventually(
                        "the new event is told",
                        () -> installation.alertsFor("pager").containsAll(ids(after)));
                assertThat(installation.alertsFor("pager")).doesNotContainAnyElementsOf(ids(before));
            }
        }
    }

    /// One that read the same events, and nothing else, until it has read one.
    private static void runFormerTopology(TestCluster cluster, Admin admin) throws Exception {
        var builder = new StreamsBuilder();
        builder.stream(TopicCatalogue.MOTION.name(), Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
                .foreach((site, event) -> {});
        var settings = new Properties();
        settings.putAll(cluster.clientOf(Principal.ESCALATION_SINK));
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, GROUP);
        settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve("former").toString());
        settings.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 20);
        var former = new KafkaStreams(builder.build(), settings);
        former.start();
        eventually("it has read", () -> !offsets(admin).isEmpty());
        former.close(CloseOptions.timeout(Duration.ofSeconds(30))
                .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    }

    private static String live(RunningApplication app) throws Exception {
        var connection =
                (HttpURLConnection) app.url().resolve("/health/live").toURL().openConnection();
        if (connection.getResponseCode() == 200) {
            return "";
        }
        try (var reasons = connection.getErrorStream()) {
            return new String(reasons.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static boolean isDeleted(Admin admin) throws Exception {
        try {
            admin.deleteStreamsGroups(List.of(GROUP)).all().get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(GroupNotEmptyException.class);
            return false;
        }
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(Admin admin) throws Exception {
        return admin.listStreamsGroupOffsets(Map.of(GROUP, new ListStreamsGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(GROUP)
                .get();
    }
}
