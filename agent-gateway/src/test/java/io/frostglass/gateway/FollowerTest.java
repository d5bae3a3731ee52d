package io.frostglass.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.runtime.Health.State;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Follower;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Provisioning;
import io.frostglass.topics.Topic;
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
        try (var broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            // Given
            Map<String, Object> client = new HashMap<>(broker.adminProperties());
            List<String> keys = new CopyOnWriteArrayList<>();
            try (var follower = follow(Catalogue.SWITCHES, client, keys);
                    var admin = broker.admin();
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                assertThat(follower.isCaughtUp()).isFalse();

                // When
                new Provisioning(admin).apply();
                producer.send(new ProducerRecord<>(Catalogue.SWITCHES.name(), "all", "a switch"))
                        .get();

                // Then
                Eventually.holds(() -> keys.equals(List.of("all")) && follower.isCaughtUp());
            }
        }
    }

    @Test
    @SuppressWarnings("FutureReturnValueIgnored") // how the busy topic's records fare does not matter
    void isDownWhileATransactionHidesWhatCameAfterIt() throws Exception {
        try (var broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
                var admin = broker.admin()) {
            // Given
            new Provisioning(admin).apply();
            Map<String, Object> client = new HashMap<>(broker.adminProperties());
            Map<String, Object> inTransactions = new HashMap<>(client);
            inTransactions.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "left-open");
            List<String> keys = new CopyOnWriteArrayList<>();
            var upBesideIt = new AtomicBoolean(true);
            try (var follower = follow(Catalogue.SWITCHES, client, keys);
                    var busy = follow(Catalogue.REVOCATIONS, client, new CopyOnWriteArrayList<>());
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer());
                    var open = new KafkaProducer<>(inTransactions, new StringSerializer(), new StringSerializer())) {
                Eventually.holds(() -> isUp(follower) && isUp(busy));

                // When
                open.initTransactions();
                open.beginTransaction();
                open.send(new ProducerRecord<>(Catalogue.SWITCHES.name(), "one", "a switch"))
                        .get();
                producer.send(new ProducerRecord<>(Catalogue.SWITCHES.name(), "all", "a switch"))
                        .get();

                // Then
                Eventually.holds(() -> {
                    // Where much is written, there is always more to come.
                    producer.send(new ProducerRecord<>(Catalogue.REVOCATIONS.name(), "any", "a revocation"));
                    upBesideIt.compareAndSet(true, isUp(busy));
                    return !isUp(follower);
                });
                assertThat(keys).isEmpty();
                assertThat(follower.brokerHealth()).isInstanceOf(State.Up.class);
                assertThat(upBesideIt).isTrue();

                // When
                open.abortTransaction();

                // Then
                Eventually.holds(() -> keys.equals(List.of("all")) && isUp(follower));
            }
        }
    }

    private static Follower<String> follow(Topic topic, Map<String, Object> client, List<String> keys) {
        return Follower.start(
                topic,
                Optional.empty(),
                client,
                new StringDeserializer(),
                (Followed<String> followed) -> keys.add(followed.key()));
    }

    private static boolean isUp(Follower<?> follower) {
        return follower.health() instanceof State.Up;
    }
}
