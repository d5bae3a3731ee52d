package io.frostglass.delivery;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.follow.PartitionOffsets;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds which alerts are settled, among those that the broker hands out once more: their worker may have died
/// between the result and the acknowledgement, or another group has delivered them. The search reads the results since
/// the oldest of these alerts was
/// raised, so it costs something after a crash and nothing otherwise.
final class ResultSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ResultSearch.class);

    private static final Duration MAX_CLOCK_DIFFERENCE = Duration.ofMinutes(1);

    /// The search ends after this with what it has found: a second post under the same id is better than a late
    /// one.
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private static final Duration POLL = Duration.ofMillis(100);

    private final Map<String, Object> settings;
    private final Deserializer<DeliveryResult> results;
    private final InstantSource clock;

    ResultSearch(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.settings = new HashMap<>(kafka);
        this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) LONGEST.toMillis());
        this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) LONGEST.toMillis());
        this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.results = serdes.serde(TopicCatalogue.DELIVERY_RESULTS, DeliveryResult.class)
                .deserializer();
        this.clock = clock;
    }

    /// The ids of those alerts that have a result at the receiver.
    Set<String> settled(String receiver, Collection<Escalation> alerts) {
        if (alerts.isEmpty()) {
            return Set.of();
        }
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var wanted = alerts.stream().map(Escalation::getAlertId).collect(Collectors.toSet());
            Instant since = alerts.stream()
                    .map(Escalation::getRaisedAt)
                    .min(Instant::compareTo)
                    .orElseThrow();
            return read(consumer, since.minus(MAX_CLOCK_DIFFERENCE), receiver, wanted);
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("receiver", receiver).setCause(e).log("results_not_searched");
            return Set.of();
        }
    }

    private Set<String> read(
            KafkaConsumer<String, byte[]> consumer, Instant since, String receiver, Set<String> wanted) {
        Instant deadline = clock.instant().plus(LONGEST);
        List<TopicPartition> partitions =
                PartitionOffsets.partitions(consumer, List.of(TopicCatalogue.DELIVERY_RESULTS));
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = PartitionOffsets.seekToTime(consumer, since, partitions);
        var found = new HashSet<String>();
        while (clock.instant().isBefore(deadline)
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (wanted.contains(record.key()) && isOf(receiver, record)) {
                    found.add(record.key());
                }
            }
        }
        return found;
    }

    private boolean isOf(String receiver, ConsumerRecord<String, byte[]> record) {
        try {
            DeliveryResult result = results.deserialize(record.topic(), record.value());
            return result != null && result.getReceiver().equals(receiver);
        } catch (RuntimeException unreadable) {
            return false;
        }
    }
}
