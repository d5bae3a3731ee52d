package io.frostglass.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.audit.AuditEntry;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker that enforces the catalogue's ACLs.
@Tag("broker")
class AuditLogTest {

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
    void namesTheWriterByItsTopicWhateverTheEntrySays() {
        // Given
        var forged = Entries.entry(Principal.AGENT_GATEWAY, "evt-forged", Instant.now());

        // When
        cluster.write(Principal.INGEST, AuditTopics.of(Principal.INGEST), "key", List.of(forged), AuditEntry.class);

        // Then
        WrittenEntry read = only("evt-forged");
        assertThat(read.writer()).isEqualTo(Principal.INGEST);
        assertThat(read.remarks()).containsExactly("says that it is from agent-gateway", "has no number");
    }

    @Test
    void isRefusedByTheBrokerWhereAnotherWrites() {
        // Given
        try (var producer = cluster.producer(Principal.INGEST)) {
            var record = new AuditRecords(Principal.AGENT_GATEWAY, cluster.serdes())
                    .next(Entries.entry(Principal.AGENT_GATEWAY, "evt-refused", Instant.now()));

            // When, Then
            assertThatThrownBy(() -> producer.send(record).get()).hasCauseInstanceOf(TopicAuthorizationException.class);
        }
        assertThat(entries("evt-refused")).isEmpty();
    }

    @Test
    void hasTheBrokersTimeAndFlagsAnotherThatTheWriterGives() throws Exception {
        // Given
        Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Instant yearsAgo = begin.minus(Duration.ofDays(800)).truncatedTo(ChronoUnit.MILLIS);
        var records = new AuditRecords(Principal.INGEST, cluster.serdes());
        var made = records.next(Entries.entry(Principal.INGEST, "evt-dated", yearsAgo));

        // When
        try (var producer = cluster.producer(Principal.INGEST)) {
            producer.send(new ProducerRecord<>(made.topic(), 0, yearsAgo.toEpochMilli(), made.key(), made.value()))
                    .get();
        }

        // Then
        WrittenEntry read = only("evt-dated");
        assertThat(read.writtenAt()).isBetween(begin, Instant.now());
        assertThat(read.remarks()).containsExactly("says that it was at " + yearsAgo);
    }

    @Test
    void namesTheEntryThatIsMissing() throws Exception {
        // Given
        var records = new AuditRecords(Principal.TOKEN_STREAM, cluster.serdes());
        var sent = new ArrayList<ProducerRecord<String, byte[]>>();
        for (int i = 1; i <= 9; i++) {
            sent.add(records.next(Entries.entry(Principal.TOKEN_STREAM, "evt-" + i, Instant.now())));
        }

        // When
        sent.remove(3);
        try (var producer = cluster.producer(Principal.TOKEN_STREAM)) {
            send(producer, sent);
        }

        // Then
        assertThat(gapsOf(Principal.TOKEN_STREAM)).singleElement().satisfies(gap -> {
            assertThat(gap.first()).isEqualTo(4);
            assertThat(gap.last()).isEqualTo(4);
            assertThat(gap.run()).matches("[0-9a-f]{16}");
        });
    }

    @Test
    void missesNothingOfATransactionThatWasAborted() throws Exception {
        // Given
        var records = new AuditRecords(Principal.AGENT_GATEWAY, cluster.serdes());

        // When
        try (var producer = cluster.transactional(Principal.AGENT_GATEWAY)) {
            send(producer, next(records, 5));
            producer.commitTransaction();
            producer.beginTransaction();
            send(producer, next(records, 5));
            producer.abortTransaction();
            records.beginRun();
            producer.beginTransaction();
            send(producer, next(records, 5));
            producer.commitTransaction();
        }

        // Then
        var read = entries(entry -> entry.writer() == Principal.AGENT_GATEWAY);
        assertThat(read)
                .hasSize(10)
                .allSatisfy(entry -> assertThat(entry.remarks()).isEmpty());
        assertThat(read.stream().map(entry -> entry.entry().getRunId()).distinct())
                .hasSize(2);
        assertThat(gapsOf(Principal.AGENT_GATEWAY)).isEmpty();
    }

    private static List<ProducerRecord<String, byte[]>> next(AuditRecords records, int number) {
        var made = new ArrayList<ProducerRecord<String, byte[]>>();
        for (int i = 0; i < number; i++) {
            made.add(records.next(Entries.entry(Principal.AGENT_GATEWAY, "evt-" + i, Instant.now())));
        }
        return made;
    }

    private static void send(KafkaProducer<String, byte[]> producer, List<ProducerRecord<String, byte[]>> records)
            throws InterruptedException, ExecutionException {
        for (var record : records) {
            producer.send(record).get();
        }
    }

    private static WrittenEntry only(String event) {
        return entries(event).getFirst();
    }

    private static List<WrittenEntry> entries(String event) {
        return entries(written -> event.equals(written.entry().getEventId()));
    }

    private static List<WrittenEntry> entries(Predicate<WrittenEntry> wanted) {
        var found = new ArrayList<WrittenEntry>();
        var _ = AuditLog.read(cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, written -> {
            if (wanted.test(written)) {
                found.add(written);
            }
        });
        return found;
    }

    private static List<AuditGap> gapsOf(Principal writer) {
        return AuditLog.read(
                        cluster.clientOf(Principal.AUDIT_LOG),
                        cluster.serdes(),
                        Instant.now().minus(Duration.ofHours(1)),
                        _ -> {})
                .stream()
                .filter(gap -> gap.writer() == writer)
                .toList();
    }
}
