package io.frostglass.escalation.delivery;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
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
import java.util.function.Function;
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

/// Finds out which alerts are already done with, for those that the broker hands out again: their worker may have died
/// between the result and the acknowledgement. Reads the results since the oldest of them was raised, so it costs
/// something after a crash and nothing otherwise.
final class ResultSearch {

    private static final Logger LOG = LoggerFactory.getLogger(ResultSearch.class);

    /// Clocks of two instances may differ by this.
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /// Then the search ends with what it has: a second post under the same id is better than a late one.
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

    /// Ids of those of these alerts of which the topic says how they ended at the receiver.
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
            return read(consumer, since.minus(CLOCKS), receiver, wanted);
        } catch (KafkaException e) {
            LOG.atWarn()
                    .addKeyValue("receiver", receiver)
                    .setCause(e)
                    .log("results cannot be searched; alerts handed out again are posted again");
            return Set.of();
        }
    }

    private Set<String> read(
            KafkaConsumer<String, byte[]> consumer, Instant since, String receiver, Set<String> wanted) {
        Instant deadline = clock.instant().plus(LONGEST);
        Map<TopicPartition, Long> ends = seek(consumer, since);
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

    private static Map<TopicPartition, Long> seek(KafkaConsumer<String, byte[]> consumer, Instant since) {
        String topic = TopicCatalogue.DELIVERY_RESULTS.name();
        List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        consumer.offsetsForTimes(partitions.stream()
                        .collect(Collectors.toMap(Function.identity(), partition -> since.toEpochMilli())))
                .forEach((partition, start) ->
                        consumer.seek(partition, start == null ? ends.getOrDefault(partition, 0L) : start.offset()));
        return ends;
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
