package io.frostglass.escalation;

import static io.frostglass.escalation.Installation.events;
import static io.frostglass.escalation.Installation.ids;
import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ListStreamsGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the application does while its only broker is away.
@Tag("broker")
class BrokerAwayTest {

    @TempDir
    Path dir;

    @TempDir
    Path files;

    @Test
    void staysAliveAndLosesOrDoublesNothing() throws Exception {
        try (var cluster = TestCluster.start(dir)) {
            var installation = new Installation(cluster, files).withReceiver("pager");
            try (var app = installation.start(Map.of())) {
                // Given
                eventually("it is ready", () -> app.health().isReady());
                List<SanitizedMotion> early = events("pager", 3);
                installation.send(early);
                eventually(
                        "they are raised", () -> installation.alertsFor("pager").containsAll(ids(early)));
                // Kafka Streams ends a transaction that is open when the broker comes back, and not before.
                eventually("the auditor has noted them", () -> isAudited(cluster, early.size()));

                // When
                cluster.stopBroker();

                // Then
                eventually("no thread of the streams looks for a broker", () -> streamThreads() == 0);
                var live = (HttpURLConnection)
                        app.url().resolve("/health/live").toURL().openConnection();
                assertThat(live.getResponseCode()).isEqualTo(200);
                assertThat(app.health().isReady()).isFalse();

                // When
                cluster.startBroker();
                eventually("it is ready again", () -> app.health().isReady());
                List<SanitizedMotion> late = events("pager", 3);
                installation.send(late);

                // Then
                List<String> all = Stream.of(early, late)
                        .flatMap(some -> ids(some).stream())
                        .toList();
                eventually(
                        "all are raised", () -> installation.alertsFor("pager").containsAll(all));
                assertThat(installation.alertsFor("pager")).containsExactlyInAnyOrderElementsOf(all);
                assertThat(AuditLog.read(
                                cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> {}))
                        .isEmpty();
            }
        }
    }

    /// Whether the auditor has passed, and all is read up to the end, with the markers of transactions: each of them
    /// leads to a commit, too.
    private static boolean isAudited(TestCluster cluster, int alerts) throws Exception {
        String group = Principal.ESCALATION_SINK.applicationId();
        try (var admin = cluster.admin()) {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listStreamsGroupOffsets(
                            Map.of(group, new ListStreamsGroupOffsetsSpec()))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            read.keySet().forEach(partition -> ends.put(partition, OffsetSpec.latest()));
            var end = admin.listOffsets(ends).all().get();
            return cluster.records(TopicCatalogue.DUE_DELIVERIES).size() == alerts
                    && !cluster.records(TopicCatalogue.AUDIT_PASSES).isEmpty()
                    && read.entrySet().stream()
                            .allMatch(entry -> entry.getValue().offset()
                                    == Objects.requireNonNull(end.get(entry.getKey()))
                                            .offset());
        }
    }

    private static long streamThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains("StreamThread"))
                .count();
    }
}
