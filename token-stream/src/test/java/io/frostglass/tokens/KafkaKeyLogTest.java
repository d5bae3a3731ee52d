package io.frostglass.tokens;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentKey;
import io.frostglass.agent.KeyRotation;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.tokens.KeyChange.KeyChangeKind;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker, with the ACLs of the principal.
@Tag("broker")
class KafkaKeyLogTest {

    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final SigningKey key = SigningKey.make(SigningAlgorithm.ES256, 2048);

    @TempDir
    Path folder;

    private TokenCluster cluster;
    private KafkaKeyLog log;

    @BeforeEach
    void start() throws Exception {
        cluster = TokenCluster.start(folder);
        log = follow();
    }

    private KafkaKeyLog follow() {
        var client = cluster.clientOf(Principal.TOKEN_STREAM);
        return KafkaKeyLog.open(client, client, cluster.serdes(), Clock.systemUTC());
    }

    @AfterEach
    void stop() {
        log.close();
        cluster.close();
    }

    private KeyChange change(KeyChangeKind kind, Instant notAfter) {
        return new KeyChange(key.id(), key.publicJwk(), now, notAfter, kind, now);
    }

    @Test
    void showsWhatItWritesToAllTogetherWithItsAuditEntry() throws Exception {
        // When
        log.write(change(KeyChangeKind.PUBLISHED, now.plusSeconds(600)));
        log.write(change(KeyChangeKind.REQUESTED, now.plusSeconds(300)));

        // Then
        eventually(
                "the key is shown for the shorter time",
                () -> log.shownUntil(key.id()).equals(Optional.of(now.plusSeconds(300))));
        try (var later = follow()) {
            assertThat(later.all()).containsOnlyKeys(key.id());
        }
        assertThat(cluster.read(AuditTopics.of(Principal.TOKEN_STREAM), AuditEntry.class))
                .extracting(AuditEntry::getAction)
                .containsExactly(Action.key_published, Action.key_retired);
    }

    @Test
    void doesNotTakeAKeyForShownThatAnOpenTransactionHides() throws Exception {
        // Given
        CompletableFuture<KafkaKeyLog> later;
        var settings = cluster.clientOf(Principal.TOKEN_STREAM);
        settings.put("transactional.id", Principal.TOKEN_STREAM.applicationId() + "-keys-killed");
        try (var killed = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            killed.initTransactions();
            killed.beginTransaction();
            var half = change(KeyChangeKind.PUBLISHED, now.plusSeconds(600)).agentKey();
            killed.send(new ProducerRecord<>(
                            TopicCatalogue.KEYS.name(),
                            "of-another",
                            cluster.bytes(TopicCatalogue.KEYS, AgentKey.class, half)))
                    .get();

            // When
            log.write(change(KeyChangeKind.PUBLISHED, now.plusSeconds(600)));
            later = CompletableFuture.supplyAsync(this::follow);
            assertThat(later.copy().completeOnTimeout(null, 2, TimeUnit.SECONDS))
                    .succeedsWithin(Duration.ofSeconds(10))
                    .isNull();
            assertThat(log.shownUntil(key.id())).isEmpty();
            killed.abortTransaction();
        }

        // Then
        eventually("the key is shown", () -> log.shownUntil(key.id()).isPresent());
        assertThat(log.all()).containsOnlyKeys(key.id());
        // An instance that started meanwhile has waited for it.
        try (var reader = later.join()) {
            assertThat(reader.all()).containsOnlyKeys(key.id());
        }
    }

    @Test
    void hearsOfTheLatestRequestAndLeavesOutWhatItCannotRead() throws Exception {
        // Given
        try (var admin = cluster.producer(Principal.TOKEN_ADMIN);
                var bad = cluster.producer(Principal.TOKEN_STREAM)) {
            // When
            bad.send(new ProducerRecord<>(TopicCatalogue.KEYS.name(), "odd", new byte[] {1, 2, 3}))
                    .get();
            for (var at : new Instant[] {now, now.minusSeconds(10)}) {
                var bytes = cluster.bytes(TopicCatalogue.ROTATIONS, KeyRotation.class, new KeyRotation(at));
                admin.send(new ProducerRecord<>(TopicCatalogue.ROTATIONS.name(), "all", bytes))
                        .get();
            }
        }
        log.write(change(KeyChangeKind.PUBLISHED, now.plusSeconds(600)));

        // Then
        eventually(
                "both are known",
                () -> log.rotationRequested().isPresent()
                        && log.shownUntil(key.id()).isPresent());
        assertThat(log.rotationRequested()).contains(now);
    }
}
