package io.frostglass.runtime.follow;

import io.frostglass.runtime.Health.HealthState;
import io.frostglass.runtime.ProgressWatchdog;
import io.frostglass.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows all partitions of a topic without a group, from its beginning or from some time ago: every instance reads
/// everything, and what is committed alone.
///
/// It looks for the topic's end every few seconds, and so it also knows whether the broker is there, and whether it
/// gets any further: a transaction that somebody left open hides all that comes after it.
public final class TopicFollower<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration LOOK = Duration.ofSeconds(3);
    private static final Duration OUT_OF_SIGHT = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Topic topic;
    private final Optional<Duration> since;
    private final KafkaConsumer<String, byte[]> consumer;
    private final EndOffsets endOffsets;
    private final Deserializer<T> values;
    private final RecordHandler<T> recordHandler;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    /// Done when all is known that was there at the start.
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>(List.of(caughtUp));

    /// Which partitions are read; none until the broker has said.
    private List<TopicPartition> partitions = List.of();

    private FollowRange followRange = new FollowRange(System.nanoTime() - OUT_OF_SIGHT.toNanos(), List.of(), Map.of());

    /// When the broker last said where the ends are; of [System#nanoTime()].
    private volatile long asked = followRange.at();

    /// Until when all is known that was on the topic; of [System#nanoTime()].
    private volatile long known = followRange.at();

    private TopicFollower(
            Topic topic,
            Optional<Duration> since,
            Map<String, Object> kafka,
            Deserializer<T> values,
            RecordHandler<T> recordHandler) {
        this.topic = topic;
        this.since = since;
        this.consumer = consumer(kafka);
        this.endOffsets = new EndOffsets(admin(kafka));
        this.values = values;
        this.recordHandler = recordHandler;
        this.thread = Thread.ofPlatform().name("follow-" + topic.name()).unstarted(this::follow);
    }

    /// Starts to follow.
    ///
    /// @param since how far back; empty for everything
    /// @param values closed by whoever made it
    public static <T> TopicFollower<T> start(
            Topic topic,
            Optional<Duration> since,
            Map<String, Object> kafka,
            Deserializer<T> values,
            RecordHandler<T> recordHandler) {
        var topicFollower = new TopicFollower<>(topic, since, kafka, values, recordHandler);
        topicFollower.thread.start();
        return topicFollower;
    }

    private static KafkaConsumer<String, byte[]> consumer(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        settings.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    /// Patient for no longer than one may wait for the application to stop.
    private static Admin admin(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        return Admin.create(settings);
    }

    /// Whether everything has been read once that was there at the start.
    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    /// Up when all is known that was there some seconds ago.
    public HealthState health() {
        if (!isCaughtUp()) {
            return HealthState.down("not read to its end yet");
        }
        boolean inSight = System.nanoTime() - known < OUT_OF_SIGHT.toNanos();
        return HealthState.of(inSight, "the broker does not answer, or a transaction hangs");
    }

    /// Up when the broker has answered some seconds ago, whatever is known: also while a transaction hangs.
    public HealthState brokerHealth() {
        boolean inSight = System.nanoTime() - asked < OUT_OF_SIGHT.toNanos();
        return HealthState.of(inSight, "the broker does not answer");
    }

    /// Returns when everything is known that was on the topic at the time of the call.
    ///
    /// @throws KafkaException if that takes too long: the broker is away, or a transaction hangs
    public void catchUp() throws InterruptedException {
        var done = new CompletableFuture<Void>();
        waiting.add(done);
        try {
            done.get(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(topic.name() + " could not be read to its end", e);
        } finally {
            done.cancel(false);
        }
    }

    private void follow() {
        try (consumer;
                endOffsets;
                var progress = ProgressWatchdog.OF_PROCESS.loop("follow " + topic.name())) {
            while (stop.getCount() > 0) {
                progress.begin();
                try {
                    lookForNewPartitions();
                    lookForTheEnd();
                    poll();
                } catch (WakeupException e) {
                    // Told to stop; the latch says so, too.
                } catch (KafkaException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", topic.name())
                            .addKeyValue("pause_ms", PAUSE.toMillis())
                            .addKeyValue("reason", e.getClass().getSimpleName())
                            .log("a topic cannot be read");
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            // Also where a fault of ours ends it: who relies on this must not take the silence for peace.
            known = System.nanoTime() - OUT_OF_SIGHT.toNanos();
            asked = known;
        }
    }

    /// From the client's own copy of the metadata, but for the first time.
    private void lookForNewPartitions() {
        var all = consumer.partitionsFor(topic.name()).stream()
                .map(it -> new TopicPartition(topic.name(), it.partition()))
                .toList();
        if (all.isEmpty()) {
            throw new UnknownTopicOrPartitionException(topic.name() + " is not there");
        }
        if (all.size() == partitions.size()) {
            return;
        }
        boolean first = partitions.isEmpty();
        var fresh = all.stream().filter(it -> !partitions.contains(it)).toList();
        consumer.assign(all);
        if (first && since.isPresent()) {
            PartitionSeek.toTime(consumer, Instant.now().minus(since.get()), fresh);
        } else {
            // What is in a partition that was added later has been added later, too.
            consumer.seekToBeginning(fresh);
        }
        recordHandler.begins(positions(fresh));
        partitions = all;
    }

    private Map<Integer, Long> positions(List<TopicPartition> of) {
        var positions = new HashMap<Integer, Long>();
        of.forEach(partition -> positions.put(partition.partition(), consumer.position(partition)));
        return positions;
    }

    /// Where much is written there is always more to come: so it is the ends of the last look that are to be reached,
    /// transactions then open included, before there is another.
    private void lookForTheEnd() {
        boolean reached = tellIfReached();
        waiting.removeIf(CompletableFuture::isDone);
        if (System.nanoTime() - asked > LOOK.toNanos() || (reached && !waiting.isEmpty())) {
            // The ends after all else: who waits, waits for what was there when he came.
            long now = System.nanoTime();
            var waiters = List.copyOf(waiting);
            var found = endOffsets.of(partitions);
            asked = now;
            followRange = reached ? new FollowRange(now, waiters, found) : followRange.notPast(found);
            tellIfReached();
        }
    }

    private boolean tellIfReached() {
        boolean reached = partitions.stream()
                .allMatch(it -> consumer.position(it) >= followRange.ends().getOrDefault(it, 0L));
        if (reached) {
            known = followRange.at();
            followRange.waiters().forEach(waiter -> waiter.complete(null));
        }
        return reached;
    }

    /// How far is to be read.
    ///
    /// @param at when this was asked; of [System#nanoTime()]
    /// @param waiters who is told when it is reached
    private record FollowRange(long at, List<CompletableFuture<Void>> waiters, Map<TopicPartition, Long> ends) {

        /// A topic that is made anew, or has lost its end, never gets as far as it was.
        FollowRange notPast(Map<TopicPartition, Long> now) {
            var nearer = new HashMap<>(ends);
            now.forEach((partition, end) -> nearer.computeIfPresent(partition, (_, before) -> Math.min(before, end)));
            return new FollowRange(at, waiters, nearer);
        }
    }

    private void poll() {
        ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
        RetriableException later = null;
        for (TopicPartition partition : records.partitions()) {
            for (var found : records.records(partition)) {
                try {
                    if (later == null) {
                        recordHandler.take(FollowedRecord.of(found, values));
                        continue;
                    }
                } catch (RetriableException e) {
                    later = e;
                }
                // From here on once more; and so all partitions after this one.
                consumer.seek(partition, found.offset());
                break;
            }
        }
        recordHandler.reached(positions(partitions));
        if (later != null) {
            throw later;
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
