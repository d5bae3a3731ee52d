package io.frostglass.ingest;

import io.frostglass.restricted.Receipt;
import io.frostglass.topics.Catalogue;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which events have been accepted, by this instance or another: the topic of receipts, followed in memory.
///
/// Holds the newest; an older webhook sent again would be accepted again, and is then discarded by anonymize-stream,
/// which remembers for as long as the raw topic does.
final class Receipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final TopicPartition TOPIC = new TopicPartition(Catalogue.RECEIPTS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);

    private final Map<String, Instant> accepted;
    private final KafkaConsumer<String, Receipt> consumer;
    private final Admin admin;
    private final Thread thread = Thread.ofPlatform().name("receipts").unstarted(this::follow);

    /// The one who waits for the end, if there is one: the event log is alone.
    private volatile @Nullable CompletableFuture<Void> catchingUp;

    private Receipts(KafkaConsumer<String, Receipt> consumer, Admin admin, int most) {
        this.consumer = consumer;
        this.admin = admin;
        this.accepted = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
                return size() > most;
            }
        };
    }

    /// Follows the topic from its beginning.
    ///
    /// @param most how many are remembered
    static Receipts follow(Map<String, Object> kafka, SerdeFactory serdes, int most) {
        var settings = new HashMap<>(kafka);
        // An open transaction of another instance must not be taken for an accepted event: it may be aborted.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        Deserializer<Receipt> values =
                serdes.serde(Catalogue.RECEIPTS, Receipt.class).deserializer();
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), values);
        consumer.assign(List.of(TOPIC));
        consumer.seekToBeginning(List.of(TOPIC));
        var receipts = new Receipts(consumer, Admin.create(kafka), most);
        receipts.thread.start();
        return receipts;
    }

    synchronized boolean contains(String eventId) {
        return accepted.containsKey(eventId);
    }

    synchronized void add(String eventId, Instant receivedAt) {
        accepted.putIfAbsent(eventId, receivedAt);
    }

    /// Returns when everything is known that was on the topic at the time of the call.
    ///
    /// @throws KafkaException if that takes too long: the broker is away, or a transaction hangs
    void catchUp() throws InterruptedException {
        var done = new CompletableFuture<Void>();
        catchingUp = done;
        try {
            done.get(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the receipts could not be read to their end", e);
        } finally {
            catchingUp = null;
        }
    }

    private void follow() {
        try (consumer;
                admin) {
            while (true) {
                try {
                    answerCaughtUp();
                    consumer.poll(POLL)
                            .forEach(record -> add(record.key(), record.value().getReceivedAt()));
                } catch (WakeupException e) {
                    throw e;
                } catch (KafkaException e) {
                    LOG.atWarn().setCause(e).log("receipts cannot be read for now");
                }
            }
        } catch (WakeupException e) {
            // Told to stop.
        }
    }

    /// The end is asked for after the call, and reached when all before it is known, transactions then open
    /// included.
    private void answerCaughtUp() {
        CompletableFuture<Void> waiter = catchingUp;
        if (waiter == null || waiter.isDone()) {
            return;
        }
        long end = endOffset();
        while (consumer.position(TOPIC) < end && !waiter.isDone()) {
            poll();
        }
        waiter.complete(null);
    }

    private void poll() {
        consumer.poll(POLL).forEach(record -> add(record.key(), record.value().getReceivedAt()));
    }

    /// Not the consumer's own idea of the end: that is before the first open transaction of any instance, and a
    /// receipt of ours may lie behind it.
    private long endOffset() {
        try {
            return admin.listOffsets(Map.of(TOPIC, OffsetSpec.latest()))
                    .partitionResult(TOPIC)
                    .get()
                    .offset();
        } catch (ExecutionException e) {
            throw new KafkaException("the end of the receipts is not known", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        consumer.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
