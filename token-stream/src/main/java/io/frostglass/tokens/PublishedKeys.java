package io.frostglass.tokens;

import com.nimbusds.jose.jwk.JWK;
import io.frostglass.agent.AgentKey;
import io.frostglass.agent.KeyRotation;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The public keys of all instances and the wish for new ones, as every reader of committed records sees them: their
/// topics, followed in memory.
///
/// Not a global table of the topology, which cannot be asked while instances come and go. While the broker is away it
/// keeps what it knows: nobody signs with a new key then.
final class PublishedKeys implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final TopicPartition KEYS = new TopicPartition(Catalogue.KEYS.name(), 0);
    private static final TopicPartition ROTATIONS = new TopicPartition(Catalogue.ROTATIONS.name(), 0);
    private static final List<TopicPartition> TOPICS = List.of(KEYS, ROTATIONS);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<AgentKey> keys;
    private final Deserializer<KeyRotation> rotations;
    private final Clock clock;
    private final Map<String, AgentKey> shown = new ConcurrentHashMap<>();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("published-keys").unstarted(this::follow);
    private volatile @Nullable Instant rotationRequested;

    private PublishedKeys(KafkaConsumer<String, byte[]> consumer, SerdeFactory serdes, Clock clock) {
        this.consumer = consumer;
        this.keys = serdes.serde(Catalogue.KEYS, AgentKey.class).deserializer();
        this.rotations = serdes.serde(Catalogue.ROTATIONS, KeyRotation.class).deserializer();
        this.clock = clock;
    }

    /// Returns when everything is known that is there now, and goes on in the background.
    ///
    /// @throws KafkaException if the topics cannot be read in time
    static PublishedKeys follow(Map<String, Object> kafka, SerdeFactory serdes, Clock clock) {
        var settings = new HashMap<>(kafka);
        // What an instance has not committed may never be.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // All read all: no group, whatever the settings say.
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        var published = new PublishedKeys(consumer, serdes, clock);
        try {
            published.catchUp();
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
        published.thread.start();
        return published;
    }

    /// All keys that are shown, by their ids; some may have expired.
    Map<String, AgentKey> all() {
        return Map.copyOf(shown);
    }

    Optional<Instant> shownUntil(String kid) {
        return Optional.ofNullable(shown.get(kid)).map(AgentKey::getNotAfter);
    }

    Optional<Instant> rotationRequested() {
        return Optional.ofNullable(rotationRequested);
    }

    private void catchUp() {
        consumer.assign(TOPICS);
        consumer.seekToBeginning(TOPICS);
        var ends = consumer.endOffsets(TOPICS, CATCH_UP);
        long deadline = System.nanoTime() + CATCH_UP.toNanos();
        while (TOPICS.stream().anyMatch(it -> consumer.position(it) < ends.getOrDefault(it, 0L))) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("the published keys could not be read to their end");
            }
            consumer.poll(POLL).forEach(this::accept);
        }
    }

    private void follow() {
        try (consumer) {
            while (stop.getCount() > 0) {
                try {
                    consumer.poll(POLL).forEach(this::accept);
                } catch (WakeupException e) {
                    // Told to stop; the latch says so, too.
                } catch (KafkaException e) {
                    LOG.atWarn().setCause(e).log("published keys cannot be read");
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                    // Some of a batch may not have been looked at; all of it is little, and the same twice is the same.
                    consumer.seekToBeginning(TOPICS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(ConsumerRecord<String, byte[]> record) {
        try {
            if (record.topic().equals(KEYS.topic())) {
                show(record.key(), keys.deserialize(record.topic(), record.value()));
            } else {
                request(rotations.deserialize(record.topic(), record.value()));
            }
        } catch (SerializationException e) {
            if (e.getCause() instanceof IOException) {
                // What other serdes say of a registry that is away.
                throw e;
            }
            LOG.atWarn()
                    .addKeyValue("topic", record.topic())
                    .addKeyValue("offset", record.offset())
                    .setCause(e)
                    .log("a record could not be read and is left out");
        }
    }

    private void show(String kid, @Nullable AgentKey key) {
        var now = clock.instant();
        shown.values().removeIf(it -> it.getNotAfter().isBefore(now));
        if (key == null) {
            shown.remove(kid);
        } else if (isPublicKey(key.getJwk(), kid)) {
            shown.put(kid, key);
        } else {
            LOG.atWarn().addKeyValue("kid", kid).log("a record is no public key and is left out");
        }
    }

    private static boolean isPublicKey(String jwk, String kid) {
        try {
            var key = JWK.parse(jwk);
            return !key.isPrivate() && kid.equals(key.getKeyID());
        } catch (ParseException e) {
            return false;
        }
    }

    private void request(@Nullable KeyRotation rotation) {
        var before = rotationRequested;
        if (rotation != null && (before == null || rotation.getRequestedAt().isAfter(before))) {
            rotationRequested = rotation.getRequestedAt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
