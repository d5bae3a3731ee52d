package io.frostglass.benchmarks.pipeline;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Writes events for agents at times fixed in advance. They have no valid tokens: the agents decide nothing.
final class BenchEventWriter implements AutoCloseable {

    private static final Duration LIFETIME = Duration.ofMinutes(4);
    private static final String SITE = "site-1";

    private final KafkaProducer<String, AuthorizedMotion> producer;
    private final byte[] thumbnail;

    /// When each was due, by [System#nanoTime()].
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    private final AtomicLong sent = new AtomicLong();

    BenchEventWriter(Map<String, Object> client, Serializer<AuthorizedMotion> values, int thumbnailBytes) {
        this.producer = new KafkaProducer<>(client, new StringSerializer(), values);
        this.thumbnail = new byte[thumbnailBytes];
        new Random(thumbnailBytes).nextBytes(thumbnail);
    }

    /// Sends events for a while.
    @SuppressWarnings("FutureReturnValueIgnored") // a lost event is missing at the agents
    void send(double perSecond, Duration time) throws InterruptedException {
        long start = System.nanoTime();
        long events = Math.round(perSecond * time.toMillis() / 1000);
        for (long number = 0; number < events; number++) {
            long at = start + Math.round(number * 1e9 / perSecond);
            TimeUnit.NANOSECONDS.sleep(at - System.nanoTime());
            AuthorizedMotion event = event();
            due.put(event.getEventId(), at);
            producer.send(new ProducerRecord<>(TopicCatalogue.MOTION_AUTHORIZED.name(), SITE, event));
            sent.incrementAndGet();
        }
        producer.flush();
    }

    private AuthorizedMotion event() {
        var now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String id = UUID.randomUUID().toString().replace("-", "");
        return AuthorizedMotion.newBuilder()
                .setEventId("evt-" + id)
                .setSiteId(SITE)
                .setCameraId("cam-1")
                .setTimestamp(now)
                .setMotionConfidence(0.9)
                .setThumbnail(ByteBuffer.wrap(thumbnail))
                .setPhash(id + id)
                .setEphemeralToken("none")
                .setExpiresAt(now.plus(LIFETIME))
                .build();
    }

    /// Returns when an event was due, by [System#nanoTime()].
    Optional<Long> dueAt(String eventId) {
        return Optional.ofNullable(due.get(eventId));
    }

    long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
    }
}
