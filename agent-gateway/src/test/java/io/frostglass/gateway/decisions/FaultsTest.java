package io.frostglass.gateway.decisions;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.audit.DerivedAudit;
import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What ends a thread for good is not taken for health.
@Tag("broker")
class FaultsTest {

    @TempDir
    Path folder;

    @Test
    void isDownWhenAFaultOfOursHasEndedIt() throws Exception {
        try (var cluster = TestCluster.start(folder)) {
            // Given
            var client = cluster.adminClient();
            var serdes = new Faulty();
            try (var topicFollower = TopicFollower.start(
                            TopicCatalogue.DECISIONS,
                            Optional.empty(),
                            client,
                            (_, _) -> TokenUseIndexTest.record("evt-1", "a"),
                            _ -> {});
                    var log = DecisionLog.start(client, "decisions", serdes, topicFollower, new SimpleMeterRegistry());
                    var audit = DerivedAudit.ofDecisions(
                            new DerivedAudit.Connections(client, client, "outcomes", "outcomes", serdes),
                            TokenUseIndex.WINDOW);
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                eventually("log and audit are up", () -> isUp(log.health()) && isUp(audit.health()));

                // When
                var written = log.write(TokenUseIndexTest.record("evt-1", "a"), null);
                producer.send(new ProducerRecord<>(TopicCatalogue.DECISIONS.name(), "evt-1", "a decision"))
                        .get();

                // Then
                assertThat(written.get(5, TimeUnit.SECONDS)).isFalse();
                eventually("log and audit are down", () -> !isUp(log.health()) && !isUp(audit.health()));
            }
        }
    }

    private static boolean isUp(HealthState healthState) {
        return healthState instanceof HealthState.Up;
    }

    /// Makes serdes that can nothing.
    private static final class Faulty implements SerdeFactory {
        @Override
        public <T extends SpecificRecord> Serde<T> serde(Topic topic, Class<T> type) {
            return Serdes.serdeFrom(
                    (_, _) -> {
                        throw new AssertionError("a fault");
                    },
                    (_, _) -> {
                        throw new AssertionError("a fault");
                    });
        }

        @Override
        public void configure(Map<String, ?> settings) {}

        @Override
        public void close() {}
    }
}
