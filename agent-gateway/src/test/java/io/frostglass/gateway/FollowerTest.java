package io.frostglass.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.embedded.EmbeddedBroker;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Follower;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.Provisioning;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowerTest {

    @TempDir
    Path folder;

    @Test
    void beginsWhenItsTopicIsThere() throws Exception {
        try (var broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
            // Given
            Map<String, Object> client = new HashMap<>(broker.adminProperties());
            List<String> keys = new CopyOnWriteArrayList<>();
            try (var follower = Follower.start(
                            Catalogue.SWITCHES,
                            Optional.empty(),
                            client,
                            new StringDeserializer(),
                            (Followed<String> followed) -> keys.add(followed.key()));
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
}
