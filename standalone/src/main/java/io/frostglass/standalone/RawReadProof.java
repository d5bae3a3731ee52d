package io.frostglass.standalone;

import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Proves the law of zones by trying to break it: reads the raw topic as an application that must not.
final class RawReadProof {

    private static final Topic RAW = TopicCatalogue.MOTION_RAW;
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(10);

    private RawReadProof() {}

    /// Whether the broker refuses it. A broker that just gives nothing has not refused.
    static boolean isRefused(EmbeddedCluster embeddedCluster, Principal principal) {
        var settings = new HashMap<String, Object>(embeddedCluster.client(principal));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        var bytes = new ByteArrayDeserializer();
        try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            consumer.assign(List.of(new TopicPartition(RAW.name(), 0)));
            consumer.poll(LONG_ENOUGH);
            return false;
        } catch (TopicAuthorizationException e) {
            return e.unauthorizedTopics().contains(RAW.name());
        }
    }
}
