package io.frostglass.watch;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.runtime.RunningApplication;
import io.frostglass.sanitized.FindingKind;
import io.frostglass.sanitized.SecurityFinding;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
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

    private static TestCluster cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        cluster = TestCluster.start(folder);
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
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
        var settings = cluster.clientOf(Principal.TOKEN_WATCH);
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(Set.of(new TopicPartition(topic.name(), 0)));
            consumer.seekToBeginning(consumer.assignment());

            // Then
            assertThatThrownBy(() -> consumer.poll(Duration.ofSeconds(30)))
                    .isInstanceOf(TopicAuthorizationException.class);
        }
    }

    private static RunningApplication start(Path watch) {
        var settings = cluster.applicationSettings(
                Principal.TOKEN_WATCH,
                Map.of("state.dir", folder.resolve("state").toString(), "watch.file", watch.toString()));
        var application = WatchApp.start(ApplicationSettings.of(settings, WatchApp.SETTINGS));
        eventually("token-watch is ready", () -> application.health().isReady());
        return application;
    }

    /// Writes them to all partitions of the topic. Topics of operators have fewer partitions.
    private static void write(Principal writer, List<AuditEntry> entries) {
        for (int i = 0; i < entries.size(); i++) {
            cluster.write(writer, AuditTopics.of(writer), "evt-" + i, List.of(entries.get(i)), AuditEntry.class);
        }
    }

    private static SecurityFinding firstFinding() {
        var first = eventually(
                        "a finding",
                        () -> cluster.records(TopicCatalogue.SECURITY_FINDINGS, SecurityFinding.class),
                        it -> !it.isEmpty())
                .getFirst();
        assertThat(first.key()).isEqualTo("all");
        return first.value();
    }

    private static List<String> internalTopics() throws Exception {
        try (var admin = cluster.admin()) {
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
