package io.frostglass.delivery;

import io.frostglass.alerts.DeliveryResult;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.delivery.receivers.SentBefore;
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
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds which alerts are settled, among those that the broker hands out once more: their worker may have died
/// between the result and the acknowledgement, or another group has delivered them. It also finds what a
/// receiver has got
/// about incidents that this process does not know: another process has sent it. The search reads the results
/// since the oldest of these alerts was raised, or its incident was opened. So it costs something after a
/// crash, and where several
/// instances share the work.
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

    /// What was found.
    ///
    /// @param settled ids of alerts that have a result at the receiver
    /// @param incidents what the receiver has got last about each incident
    record Found(Set<String> settled, Map<String, SentBefore> incidents) {}

    /// Which of these alerts have a result at the receiver, and what it has got about their incidents.
    Found search(String receiver, Collection<Escalation> alerts) {
        if (alerts.isEmpty()) {
            return new Found(Set.of(), Map.of());
        }
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            var wanted = alerts.stream()
                    .flatMap(alert -> Stream.of(alert.getAlertId(), ReceiverApi.incident(alert)))
                    .collect(Collectors.toSet());
            Instant since = alerts.stream()
                    .map(ResultSearch::begin)
                    .min(Instant::compareTo)
                    .orElseThrow();
            return read(consumer, since.minus(MAX_CLOCK_DIFFERENCE), receiver, wanted);
        } catch (KafkaException e) {
            LOG.atWarn().addKeyValue("receiver", receiver).setCause(e).log("results_not_searched");
            return new Found(Set.of(), Map.of());
        }
    }

    private static Instant begin(Escalation alert) {
        return alert.getIncident() == null
                        || alert.getRaisedAt().isBefore(alert.getIncident().getOpenedAt())
                ? alert.getRaisedAt()
                : alert.getIncident().getOpenedAt();
    }

    private Found read(KafkaConsumer<String, byte[]> consumer, Instant since, String receiver, Set<String> wanted) {
        Instant deadline = clock.instant().plus(LONGEST);
        List<TopicPartition> partitions =
                PartitionOffsets.partitions(consumer, List.of(TopicCatalogue.DELIVERY_RESULTS));
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = PartitionOffsets.seekToTime(consumer, since, partitions);
        var settled = new HashSet<String>();
        var incidents = new HashMap<String, SentBefore>();
        while (clock.instant().isBefore(deadline)
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                DeliveryResult result = read(record);
                if (result == null || !result.getReceiver().equals(receiver)) {
                    continue;
                }
                if (wanted.contains(result.getAlertId())) {
                    settled.add(result.getAlertId());
                }
                if (result.getIncidentId() != null && wanted.contains(result.getIncidentId())) {
                    sent(result)
                            .ifPresent(sent -> incidents.merge(
                                    result.getIncidentId(),
                                    sent,
                                    (one, other) -> one.version() >= other.version() ? one : other));
                }
            }
        }
        return new Found(settled, incidents);
    }

    private static Optional<SentBefore> sent(DeliveryResult result) {
        Integer version = result.getIncidentVersion();
        String status = result.getIncidentStatus();
        return version == null || status == null
                ? Optional.empty()
                : Optional.of(new SentBefore(
                        version,
                        IncidentStatus.valueOf(status),
                        Objects.requireNonNullElse(result.getReference(), "")));
    }

    private @Nullable DeliveryResult read(ConsumerRecord<String, byte[]> record) {
        try {
            return results.deserialize(record.topic(), record.value());
        } catch (RuntimeException unreadable) {
            return null;
        }
    }
}
