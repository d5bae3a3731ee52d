package io.frostglass.gateway.push;

import static io.frostglass.testsupport.Eventually.eventually;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.push.PushConsumer.PushMetrics;
import io.frostglass.gateway.push.PushDelivery.PushAdmission;
import io.frostglass.runtime.webhook.WebhookResult;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
class OddRecordTest {

    private static final String EVENT = "evt-00000000000000000000000000000000";

    @TempDir
    Path folder;

    @Test
    void goesOnAfterARecordThatItCannotCopeWith() throws Exception {
        try (var cluster = TestCluster.start(folder);
                var admin = cluster.admin()) {
            // Given
            var client = cluster.adminClient();
            List<String> sent = new CopyOnWriteArrayList<>();
            var pushThrottle = new PushThrottle(1);
            var pushRoute = new PushDelivery.PushRoute(
                    "night-shift",
                    new Open(),
                    pushThrottle,
                    (id, _) -> {
                        sent.add(id);
                        return new WebhookResult.Delivered();
                    },
                    InstantSource.system(),
                    new Random(1));
            var metrics = new PushMetrics(new SimpleMeterRegistry(), "night-shift", pushThrottle);
            try (var _ = PushConsumer.start(pushRoute, client, (_, bytes) -> event(new String(bytes, UTF_8)), metrics);
                    var producer = new KafkaProducer<>(client, new StringSerializer(), new StringSerializer())) {
                eventually("the group has begun", () -> committed(admin), it -> it == 0);

                // When
                for (String value : List.of("odd", EVENT)) {
                    producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_AUTHORIZED.name(), 0, "site-1", value))
                            .get();
                }

                // Then
                eventually("the group is past both records", () -> committed(admin), it -> it == 2);
                assertThat(sent).containsExactly(EVENT);
            }
        }
    }

    /// How far the agent's group has got in the first partition; -1 before it has begun.
    private static long committed(Admin admin) {
        try {
            return admin
                    .listConsumerGroupOffsets(PushConsumer.groupOf("night-shift"))
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .entrySet()
                    .stream()
                    .filter(offset -> offset.getKey().partition() == 0)
                    .map(Map.Entry::getValue)
                    .mapToLong(OffsetAndMetadata::offset)
                    .findFirst()
                    .orElse(-1);
        } catch (ExecutionException | InterruptedException e) {
            return -1;
        }
    }

    private static AuthorizedMotion event(String id) {
        if (id.equals("odd")) {
            throw new IllegalStateException("a fault");
        }
        return AuthorizedMotion.newBuilder()
                .setEventId(id)
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTimestamp(Instant.now())
                .setBboxes(List.of())
                .setLabels(List.of())
                .setEphemeralToken("a.token")
                .setExpiresAt(Instant.now().plusSeconds(60))
                .build();
    }

    /// May be sent all.
    private static final class Open implements PushAdmission {
        @Override
        public boolean sees(FeedEvent event) {
            return true;
        }

        @Override
        public Optional<Duration> show(FeedEvent event) {
            return Optional.empty();
        }

        @Override
        public Optional<Duration> showAgain() {
            return Optional.empty();
        }

        @Override
        public void taken() {}
    }
}
