package io.frostglass.gateway;

import static io.frostglass.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class FollowerTest {

    @TempDir
    Path folder;

    @Test
    void beginsWhenItsTopicIsThere() throws Exception {
        try (var cluster = TestCluster.startEmpty(folder)) {
            // Given
            var client = cluster.adminClient();
            List<String> keys = new CopyOnWriteArrayList<>();
            try (var topicFollower = follow(TopicCatalogue.SWITCHES, client, keys);
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                assertThat(topicFollower.isCaughtUp()).isFalse();

                // When
                cluster.provision();
                producer.send(new ProducerRecord<>(TopicCatalogue.SWITCHES.name(), "all", "a switch"))
                        .get();

                // Then
                eventually(
                        "the follower has read the record",
                        () -> keys.equals(List.of("all")) && topicFollower.isCaughtUp());
            }
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // how the busy topic's records fare does not matter
    void isDownWhileATransactionHidesWhatCameAfterIt() throws Exception {
        try (var cluster = TestCluster.start(folder)) {
            // Given
            var client = cluster.adminClient();
            Map<String, Object> inTransactions = new HashMap<>(client);
            inTransactions.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left-open");
            List<String> keys = new CopyOnWriteArrayList<>();
            var upBesideIt = new AtomicBoolean(true);
            try (var topicFollower = follow(TopicCatalogue.SWITCHES, client, keys);
                    var busy = follow(TopicCatalogue.REVOCATIONS, client, new CopyOnWriteArrayList<>());
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
                    var open = new KafkaProducer<>(inTransactions, new StringSerializer(), new StringSerializer())) {
                eventually("both followers are up", () -> isUp(topicFollower) && isUp(busy));

                // When
                open.initTransactions();
                open.beginTransaction();
                open.send(new ProducerRecord<>(TopicCatalogue.SWITCHES.name(), "one", "a switch"))
                        .get();
                producer.send(new ProducerRecord<>(TopicCatalogue.SWITCHES.name(), "all", "a switch"))
                        .get();

                // Then
                eventually("the follower is down", () -> {
                    // Where much is written, there is always more to come.
                    producer.send(new ProducerRecord<>(TopicCatalogue.REVOCATIONS.name(), "any", "a revocation"));
                    upBesideIt.compareAndSet(true, isUp(busy));
                    return !isUp(topicFollower);
                });
                assertThat(keys).isEmpty();
                assertThat(topicFollower.brokerHealth()).isInstanceOf(HealthState.Up.class);
                assertThat(upBesideIt).isTrue();

                // When
                open.abortTransaction();

                // Then
                eventually(
                        "the follower has read the record", () -> keys.equals(List.of("all")) && isUp(topicFollower));
            }
        }
    }

    private static TopicFollower<String> follow(Topic topic, Map<String, Object> client, List<String> keys) {
        return TopicFollower.start(
                topic,
                Optional.empty(),
                client,
                new StringDeserializer(),
                (FollowedRecord<String> followedRecord) -> keys.add(followedRecord.key()));
    }

    private static boolean isUp(TopicFollower<?> topicFollower) {
        return topicFollower.health() instanceof HealthState.Up;
    }
}
