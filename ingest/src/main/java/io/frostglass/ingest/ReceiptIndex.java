package io.frostglass.ingest;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.follow.TopicFollower;
import io.frostglass.topics.TopicCatalogue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/// Which events have been accepted, by this instance or another: the keys of the topic of receipts, followed in memory.
///
/// Holds the newest; an older webhook sent again would be accepted again, and is then discarded by anonymize-stream,
/// which remembers for as long as the raw topic does.
final class ReceiptIndex implements AutoCloseable {

    private final Map<String, Boolean> accepted;
    private final TopicFollower<byte[]> topicFollower;

    private ReceiptIndex(Map<String, Object> kafka, int most) {
        this.accepted = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
        // The key says it all; the values are for people, and reading them would need the schema registry.
        this.topicFollower = TopicFollower.start(
                TopicCatalogue.RECEIPTS,
                Optional.empty(),
                kafka,
                new ByteArrayDeserializer(),
                receipt -> add(receipt.key()));
    }

    /// Follows the topic from its beginning.
    ///
    /// @param most how many are remembered
    static ReceiptIndex follow(Map<String, Object> kafka, int most) {
        return new ReceiptIndex(kafka, most);
    }

    synchronized boolean contains(String eventId) {
        return accepted.containsKey(eventId);
    }

    synchronized void add(String eventId) {
        accepted.putIfAbsent(eventId, true);
    }

    /// How many are remembered.
    synchronized int count() {
        return accepted.size();
    }

    /// A transaction that another instance left open is no reason to take no events.
    HealthState health() {
        return topicFollower.brokerHealth();
    }

    /// Returns when everything is known that was on the topic at the time of the call.
    ///
    /// @throws KafkaException if that takes too long: the broker is away, or a transaction hangs
    void catchUp() throws InterruptedException {
        topicFollower.catchUp();
    }

    @Override
    public void close() {
        topicFollower.close();
    }
}
