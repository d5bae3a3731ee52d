package io.frostglass.gateway.decisions;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// More are refused, and more read, than there are places for.
@Tag("broker")
@Timeout(120)
class DecisionLogTest {

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final CountDownLatch gate = new CountDownLatch(1);

    @TempDir
    Path folder;

    @Test
    void hasPlacesForDecisionsHoweverManyAreRefusedAndRead() throws Exception {
        try (var cluster = TestCluster.start(folder)) {
            var client = cluster.adminClient();
            var serdes = new Gated();
            var values =
                    serdes.serde(TopicCatalogue.DECISIONS, AgentDecision.class).deserializer();
            try (var decisions =
                            TopicFollower.start(TopicCatalogue.DECISIONS, Optional.empty(), client, values, _ -> {});
                    var log = DecisionLog.start(client, "decisions", serdes, decisions, metrics);
                    var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                // Given
                eventually("the log is up", () -> log.health() instanceof HealthState.Up);
                var first = log.write(TokenUseIndexTest.record("evt-1", "a"), null);
                eventually("the log has taken the first decision", () -> waiting(), it -> it == 0);

                // When
                IntStream.range(0, DecisionLog.MAX_WAITING)
                        .forEach(_ -> callers.execute(
                                () -> log.record(AuditEntryFactory.refused(Instant.EPOCH, "unknown_key", null))));

                // Then
                eventually(
                        "the refusals beyond the limit are not recorded",
                        () -> unrecorded(),
                        it -> it == DecisionLog.MAX_WAITING - DecisionLog.MAX_WAITING_OF_A_KIND);
                assertThat(waiting()).isEqualTo(DecisionLog.MAX_WAITING_OF_A_KIND);

                // When
                var shown = IntStream.range(0, DecisionLog.MAX_WAITING)
                        .mapToObj(_ -> callers.submit(() -> log.recordShown(List.of())))
                        .toList();

                // Then
                eventually(
                        "the requests beyond the limit are answered",
                        () -> shown.stream().filter(it -> it.isDone()).count(),
                        it -> it == DecisionLog.MAX_WAITING - DecisionLog.MAX_WAITING_OF_A_KIND);
                assertThat(waiting()).isEqualTo(2 * DecisionLog.MAX_WAITING_OF_A_KIND);

                // When
                var last = log.write(TokenUseIndexTest.record("evt-2", "b"), null);
                gate.countDown();

                // Then
                assertThat(first.join()).isTrue();
                assertThat(last.join()).isTrue();
            }
        }
    }

    private double waiting() {
        return metrics.get("frostglass.gateway.commits.waiting").gauge().value();
    }

    private double unrecorded() {
        return metrics.get("frostglass.gateway.refusals.unrecorded").counter().count();
    }

    /// Makes serdes that write nothing, once the gate is open.
    private final class Gated implements SerdeFactory {
        @Override
        public <T extends SpecificRecord> Serde<T> serde(Topic topic, Class<T> type) {
            return Serdes.serdeFrom(
                    (_, _) -> {
                        try {
                            gate.await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException(e);
                        }
                        return new byte[0];
                    },
                    (_, _) -> {
                        throw new SerializationException("nothing is written");
                    });
        }

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }
}
