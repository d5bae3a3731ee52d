package io.frostglass.ingest;

import io.frostglass.runtime.Health.State;
import io.frostglass.topics.Catalogue;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which events have been accepted, by this instance or another: the keys of the topic of receipts, followed in memory.
///
/// Holds the newest; an older webhook sent again would be accepted again, and is then discarded by anonymize-stream,
/// which remembers for as long as the raw topic does.
///
/// It looks for the topic's end every few seconds, and so it also knows whether the broker is there.
final class Receipts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Receipts.class);
    private static final TopicPartition TOPIC = new TopicPartition(Catalogue.RECEIPTS.name(), 0);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration OUT_OF_SIGHT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<String, Boolean> accepted;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;
    private final Thread thread = Thread.ofPlatform().name("receipts").unstarted(this::follow);
    private final CountDownLatch stop = new CountDownLatch(1);

    /// The one who waits for the end, if there is one: the event log is alone.
    private volatile @Nullable CompletableFuture<Void> catchingUp;

    /// When the broker last answered; of [System#nanoTime()].
    private volatile long seen = System.nanoTime() - OUT_OF_SIGHT.toNanos();

    private Receipts(KafkaConsumer<String, byte[]> consumer, Admin admin, int most) {
        this.consumer = consumer;
        this.admin = admin;
        this.accepted = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > most;
            }
        };
    }

    /// Follows the topic from its beginning.
    ///
    /// @param most how many are remembered
    static Receipts follow(Map<String, Object> kafka, int most) {
        var settings = new HashMap<>(kafka);
        // An open transaction of another instance must not be taken for an accepted event: it may be aborted.
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // The key says it all; the values are for people, and reading them would need the schema registry.
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(TOPIC));
        consumer.seekToBeginning(List.of(TOPIC));
        var receipts = new Receipts(consumer, admin(kafka), most);
        receipts.thread.start();
        return receipts;
    }

    /// Patient for no longer than one may wait for the application to stop.
    private static Admin admin(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
        return Admin.create(settings);
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

    State health() {
        boolean inSight = System.nanoTime() - seen < OUT_OF_SIGHT.toNanos();
        return State.of(inSight, "the broker does not answer");
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
            done.cancel(false);
            throw new KafkaException("the receipts could not be read to their end", e);
        } finally {
            catchingUp = null;
        }
    }

    private void follow() {
        try (consumer;
                admin) {
            do {
                try {
                    lookForTheEnd();
                    poll();
                } catch (WakeupException e) {
                    // Told to stop; the latch says so, too.
                } catch (KafkaException e) {
                    LOG.atWarn()
                            .addKeyValue("pause_ms", PAUSE.toMillis())
                            .setCause(e)
                            .log("receipts cannot be read");
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            } while (stop.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void lookForTheEnd() {
        var waiter = catchingUp;
        if (waiter != null && !waiter.isDone()) {
            readTo(endOffset(), waiter);
        } else if (System.nanoTime() - seen > LOOK.toNanos()) {
            endOffset();
        }
    }

    /// The end is asked for after the call, and reached when all before it is known, transactions then open
    /// included.
    private void readTo(long end, CompletableFuture<Void> waiter) {
        while (consumer.position(TOPIC) < end && !waiter.isDone() && stop.getCount() > 0) {
            poll();
        }
        if (stop.getCount() > 0) {
            waiter.complete(null);
        }
    }

    private void poll() {
        consumer.poll(POLL).forEach(record -> add(record.key()));
    }

    /// Not the consumer's own idea of the end: that is before the first open transaction of any instance, and a
    /// receipt of ours may lie behind it.
    private long endOffset() {
        try {
            long end = admin.listOffsets(Map.of(TOPIC, OffsetSpec.latest()))
                    .partitionResult(TOPIC)
                    .get()
                    .offset();
            seen = System.nanoTime();
            return end;
        } catch (ExecutionException e) {
            throw new KafkaException("the end of the receipts is not known", e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
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
