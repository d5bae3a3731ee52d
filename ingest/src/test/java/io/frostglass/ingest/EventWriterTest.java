package io.frostglass.ingest;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.ingest.EventWriter.Outcome;
import io.frostglass.restricted.MotionRaw;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker, with serdes that say when they go on.
@Tag("broker")
@Timeout(120)
class EventWriterTest {

    @TempDir
    Path folder;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CountDownLatch gate = new CountDownLatch(1);
    private TestCluster cluster;
    private Map<String, Object> client;
    private ReceiptIndex receipts;

    @BeforeEach
    void start() throws Exception {
        cluster = TestCluster.start(folder);
        client = cluster.adminClient();
        receipts = new ReceiptIndex(client, 100);
    }

    @AfterEach
    void stop() {
        receipts.close();
        cluster.close();
    }

    private EventWriter log(Runnable whenSomethingIsWritten) {
        var log = EventWriter.start(
                client, "event-log-test", new TestSerdes(whenSomethingIsWritten), receipts, Optional.empty(), metrics);
        eventually("the writer is up", () -> log.health() instanceof HealthState.Up);
        return log;
    }

    @Test
    void isDownAfterAnErrorAndKeepsNobodyWaiting() throws Exception {
        try (var log = log(() -> {
            throw new AssertionError("a fault");
        })) {
            // When
            var written = log.write(event("evt-1"), "site-1", entry(Action.accepted), entry(Action.repeated));

            // Then
            assertThat(written.get(5, TimeUnit.SECONDS)).isEqualTo(Outcome.NOT_WRITTEN);
            assertThat(log.health()).isInstanceOf(HealthState.Down.class);
            assertThat(log.write(entry(Action.refused))).isCompletedWithValue(Outcome.NOT_WRITTEN);
        }
    }

    @Test
    void writesAnEventOnceThatComesTwiceInATransaction() throws Exception {
        try (var log = log(this::waitAtTheGate)) {
            // Given
            var _ = log.write(entry(Action.refused));
            eventually("the writer has taken the first entry", () -> waiting(), it -> it == 0);

            // When
            var first = log.write(event("evt-1"), "site-1", entry(Action.accepted), entry(Action.repeated));
            var second = log.write(event("evt-1"), "site-1", entry(Action.accepted), entry(Action.repeated));
            gate.countDown();

            // Then
            assertThat(first.get()).isEqualTo(Outcome.WRITTEN);
            assertThat(second.get()).isEqualTo(Outcome.ALREADY_WRITTEN);
            assertThat(log.knows("evt-1")).isTrue();
            assertThat(records(TopicCatalogue.MOTION_RAW)).isEqualTo(1);
            assertThat(records(TopicCatalogue.RECEIPTS)).isEqualTo(1);
            assertThat(records(AuditTopics.of(Principal.INGEST))).isEqualTo(3);
        }
    }

    @Test
    void hasPlacesForEventsHoweverManyAreRefused() throws Exception {
        try (var log = log(this::waitAtTheGate)) {
            // Given
            var _ = log.write(entry(Action.refused));
            eventually("the writer has taken the first entry", () -> waiting(), it -> it == 0);

            // When
            var refusals = IntStream.range(0, EventWriter.MAX_WAITING)
                    .mapToObj(_ -> log.write(entry(Action.refused)))
                    .toList();
            var event = log.write(event("evt-1"), "site-1", entry(Action.accepted), entry(Action.repeated));

            // Then
            assertThat(refusals.stream().filter(CompletableFuture::isDone))
                    .hasSize(EventWriter.MAX_WAITING - EventWriter.MAX_ENTRIES_WAITING);
            assertThat(waiting()).isEqualTo(EventWriter.MAX_ENTRIES_WAITING + 1);

            // When
            gate.countDown();

            // Then
            assertThat(event.get()).isEqualTo(Outcome.WRITTEN);
        }
    }

    private void waitAtTheGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private double waiting() {
        return metrics.get("frostglass.ingest.waiting").gauge().value();
    }

    private int records(Topic topic) {
        return cluster.records(topic).size();
    }

    private static MotionRaw event(String id) {
        return MotionRaw.newBuilder()
                .setEventId(id)
                .setCameraId("cam-1")
                .setReceivedAt(Instant.EPOCH)
                .setContentType("application/json")
                .setSignatureHeaders(Map.of())
                .setBody(ByteBuffer.allocate(10))
                .build();
    }

    private static AuditEntry entry(Action action) {
        return AuditEntry.newBuilder()
                .setAt(Instant.EPOCH)
                .setApplication(Principal.INGEST.user())
                .setAction(action)
                .build();
    }

    /// Makes serdes that write nothing, but do something before that.
    private record TestSerdes(Runnable before) implements SerdeFactory {
        @Override
        public <T extends SpecificRecord> Serde<T> serde(Topic topic, Class<T> type) {
            return Serdes.serdeFrom(
                    (_, _) -> {
                        before.run();
                        return new byte[0];
                    },
                    (_, _) -> {
                        throw new UnsupportedOperationException();
                    });
        }

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }
}
