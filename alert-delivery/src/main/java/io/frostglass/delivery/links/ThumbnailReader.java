package io.frostglass.delivery.links;

import io.frostglass.alerts.Escalation;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// Reads thumbnails again from the topic of alerts, at the position that the link names. So nothing is kept for a link,
/// and a picture is gone when its record is. The last ones stay in memory: each reader of a chat fetches them.
public final class ThumbnailReader {

    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final Duration POLL = Duration.ofMillis(100);

    /// Reads at once; each has a consumer of its own.
    private static final int MAX_READS = 4;

    /// Of 16 KB at most.
    private static final int MAX_KEPT = 64;

    private final Map<String, Object> settings;
    private final Deserializer<Escalation> alerts;
    private final Semaphore reads = new Semaphore(MAX_READS);
    private final Map<ThumbnailLink, ByteBuffer> newest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ThumbnailLink, ByteBuffer> eldest) {
            return size() > MAX_KEPT;
        }
    };

    /// @param kafka the settings of the application's consumers
    public ThumbnailReader(Map<String, Object> kafka, SerdeFactory serdes) {
        this.settings = new HashMap<>(kafka);
        this.settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        this.settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        this.settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        this.settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 64 * 1024);
        this.settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        this.settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        this.alerts = serdes.serde(TopicCatalogue.ESCALATIONS, Escalation.class).deserializer();
    }

    /// @return empty if there is no such picture any more
    /// @throws BusyReaderException if too many are read at once
    /// @throws RuntimeException if the broker or the registry is away
    Optional<ByteBuffer> read(ThumbnailLink thumbnail) throws InterruptedException {
        Optional<ByteBuffer> kept = kept(thumbnail);
        if (kept.isPresent()) {
            return kept;
        }
        if (!reads.tryAcquire(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new BusyReaderException();
        }
        try {
            Optional<ByteBuffer> picture = alert(thumbnail)
                    .filter(alert -> LinkSettings.hasThumbnail(alert, thumbnail.hash()))
                    .map(Escalation::getThumbnail);
            picture.ifPresent(it -> keep(thumbnail, it));
            return picture;
        } finally {
            reads.release();
        }
    }

    /// Too many thumbnails are asked for at once.
    static final class BusyReaderException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private synchronized Optional<ByteBuffer> kept(ThumbnailLink thumbnail) {
        return Optional.ofNullable(newest.get(thumbnail));
    }

    private synchronized void keep(ThumbnailLink thumbnail, ByteBuffer picture) {
        newest.put(thumbnail, picture);
    }

    private Optional<Escalation> alert(ThumbnailLink thumbnail) {
        var partition = new TopicPartition(TopicCatalogue.ESCALATIONS.name(), thumbnail.partition());
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (thumbnail.offset() < begin || thumbnail.offset() >= end) {
                return Optional.empty();
            }
            consumer.seek(partition, thumbnail.offset());
            long deadline = System.nanoTime() + TIMEOUT.toNanos();
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    return record.offset() == thumbnail.offset()
                            ? Optional.ofNullable(alerts.deserialize(record.topic(), record.headers(), record.value()))
                            : Optional.empty();
                }
            }
            throw new BusyReaderException();
        }
    }
}
