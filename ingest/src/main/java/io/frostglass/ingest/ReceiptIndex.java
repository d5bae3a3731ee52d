package io.frostglass.ingest;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.TopicCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// The ids of accepted events, of all instances: the keys of the topic of receipts, in memory.
///
/// It holds the newest ids. ingest would accept an older webhook once more; anonymize-stream then discards the event,
/// as it remembers events for the retention of the raw topic.
final class ReceiptIndex implements AutoCloseable {

    private final Map<String, Boolean> accepted;
    private final TopicFollower<byte[]> follower;

    /// Follows the topic from its beginning.
    ///
    /// @param most the number of ids to hold
    ReceiptIndex(Map<String, Object> kafka, int most) {
        this.accepted = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
        // Only the keys are needed. To read the values would need the schema registry.
        this.follower = TopicFollower.start(
                TopicCatalogue.RECEIPTS,
                Optional.empty(),
                kafka,
                new ByteArrayDeserializer(),
                receipt -> add(receipt.key()));
    }

    synchronized boolean contains(String eventId) {
        return accepted.containsKey(eventId);
    }

    synchronized void add(String eventId) {
        accepted.putIfAbsent(eventId, true);
    }

    synchronized int count() {
        return accepted.size();
    }

    /// Up also while a transaction of another instance is open: ingest can still accept events.
    HealthState health() {
        return follower.brokerHealth();
    }

    /// Returns when all receipts from before the call are read.
    ///
    /// @throws KafkaException if that takes too long: the broker is away, or a transaction hangs
    void catchUp() throws InterruptedException {
        follower.catchUp();
    }

    @Override
    public void close() {
        follower.close();
    }
}
