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
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.CloseOptions;
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

/// Reads all partitions of a topic without a consumer group, from the beginning or from some time ago. Every instance
/// reads all committed records.
///
/// The follower asks for the end of the topic every few seconds. So it knows whether the broker answers, and whether
/// reading gets ahead: an open transaction hides all records after it.
public final class TopicFollower<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);

    /// Records, and a new waiter, end it.
    private static final Duration POLL = Duration.ofSeconds(1);

    /// While somebody waits: the end of a transaction may not end a poll.
    private static final Duration SHORT_POLL = Duration.ofMillis(200);
    private static final Duration CATCH_UP = Duration.ofSeconds(30);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration ASK_ENDS = Duration.ofSeconds(3);
    private static final Duration OUTDATED = Duration.ofSeconds(10);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final List<Topic> topics;
    private final String name;
    private final Optional<Duration> since;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Admin admin;
    private final Deserializer<T> values;
    private final RecordHandler<T> handler;
    private final Thread thread;
    private final CountDownLatch stop = new CountDownLatch(1);

    /// Completes when all records from before the start are read.
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();

    private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>(List.of(caughtUp));

    /// The partitions that are read; empty until the broker names them.
    private List<TopicPartition> partitions = List.of();

    private FollowRange range = new FollowRange(System.nanoTime() - OUTDATED.toNanos(), List.of(), Map.of());

    /// When the broker last told the ends; of [System#nanoTime()].
    private volatile long asked = range.at();

    /// All records from before this time are read; of [System#nanoTime()].
    private volatile long known = range.at();

    private TopicFollower(
            List<Topic> topics,
            Optional<Duration> since,
            Map<String, Object> kafka,
            Deserializer<T> values,
            RecordHandler<T> handler) {
        this.topics = topics;
        this.name = topics.stream().map(Topic::name).collect(Collectors.joining(","));
        this.since = since;
        this.consumer = consumer(kafka);
        this.admin = admin(kafka);
        this.values = values;
        this.handler = handler;
        this.thread = Thread.ofPlatform().name("follow-" + name).unstarted(this::follow);
    }

    /// Starts to follow a topic.
    ///
    /// @param since how far back; empty for all records
    /// @param values the caller closes it
    public static <T> TopicFollower<T> start(
            Topic topic,
            Optional<Duration> since,
            Map<String, Object> kafka,
            Deserializer<T> values,
            RecordHandler<T> handler) {
        return start(List.of(topic), since, kafka, values, handler);
    }

    /// Starts to follow several topics of one type. The handler should not ask for offsets: they are by partition, and
    /// the topics have the same.
    public static <T> TopicFollower<T> start(
            List<Topic> topics,
            Optional<Duration> since,
            Map<String, Object> kafka,
            Deserializer<T> values,
            RecordHandler<T> handler) {
        var follower = new TopicFollower<>(topics, since, kafka, values, handler);
        follower.thread.start();
        return follower;
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

    /// With a timeout that is short enough for a stop of the application.
    private static Admin admin(Map<String, Object> kafka) {
        var settings = new HashMap<>(kafka);
        settings.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        settings.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) TIMEOUT.toMillis());
        return Admin.create(settings);
    }

    /// Whether all records from before the start are read.
    public boolean isCaughtUp() {
        return caughtUp.isDone();
    }

    /// Up if all records from some seconds ago are read.
    public HealthState health() {
        if (!isCaughtUp()) {
            return HealthState.down("not read to its end yet");
        }
        boolean current = System.nanoTime() - known < OUTDATED.toNanos();
        return HealthState.of(current, "the broker does not answer, or a transaction hangs");
    }

    /// Up if the broker answered some seconds ago, also while a transaction hangs.
    public HealthState brokerHealth() {
        boolean current = System.nanoTime() - asked < OUTDATED.toNanos();
        return HealthState.of(current, "the broker does not answer");
    }

    /// Returns when all records from before the call are read.
    ///
    /// @throws KafkaException if that takes more than 30 s: the broker is away, or a transaction hangs
    public void catchUp() throws InterruptedException {
        var done = new CompletableFuture<Void>();
        waiting.add(done);
        consumer.wakeup();
        try {
            done.get(CATCH_UP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException(name + " could not be read to its end", e);
        } finally {
            done.cancel(false);
        }
    }

    private void follow() {
        try (admin;
                var progress = ProgressWatchdog.OF_PROCESS.loop("follow " + name)) {
            while (stop.getCount() > 0) {
                progress.begin();
                try {
                    assignNewPartitions();
                    askEnds();
                    poll();
                } catch (WakeupException e) {
                    // From close, which has set the latch, or from a new waiter.
                } catch (KafkaException e) {
                    LOG.atWarn()
                            .addKeyValue("topic", name)
                            .addKeyValue("pause_ms", PAUSE.toMillis())
                            .addKeyValue("cause", e)
                            .log("topic_not_read");
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            // This thread ends.
        } finally {
            // After a bug too: the health must not stay up when nothing is read.
            known = System.nanoTime() - OUTDATED.toNanos();
            asked = known;
            // With more time, it would wait for the fetch under way; the broker forgets the session by itself.
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /// Uses the metadata that the consumer has, but for the first time.
    private void assignNewPartitions() {
        var all = PartitionOffsets.partitions(consumer, topics);
        if (all.isEmpty()) {
            throw new UnknownTopicOrPartitionException(name + " does not exist");
        }
        if (all.size() == partitions.size()) {
            return;
        }
        boolean first = partitions.isEmpty();
        var fresh = all.stream().filter(it -> !partitions.contains(it)).toList();
        consumer.assign(all);
        if (first && since.isPresent()) {
            PartitionOffsets.seekToTime(consumer, Instant.now().minus(since.get()), fresh);
        } else {
            // The records of a partition that was added later are new too.
            consumer.seekToBeginning(fresh);
        }
        handler.begins(positions(fresh));
        partitions = all;
    }

    private Map<Integer, Long> positions(List<TopicPartition> of) {
        var positions = new HashMap<Integer, Long>();
        of.forEach(partition -> positions.put(partition.partition(), consumer.position(partition)));
        return positions;
    }

    /// The ends of the last answer must be reached before the broker is asked once more, for a busy topic always
    /// grows.
    private void askEnds() {
        boolean reached = completeIfReached();
        waiting.removeIf(CompletableFuture::isDone);
        if (System.nanoTime() - asked > ASK_ENDS.toNanos() || (reached && !waiting.isEmpty())) {
            // Ask for the ends last: each waiter waits for the records from before its call.
            long now = System.nanoTime();
            var waiters = List.copyOf(waiting);
            var found = PartitionOffsets.ends(admin, partitions);
            asked = now;
            range = reached ? new FollowRange(now, waiters, found) : range.notPast(found);
            completeIfReached();
        }
    }

    private boolean completeIfReached() {
        boolean reached = partitions.stream()
                .allMatch(it -> consumer.position(it) >= range.ends().getOrDefault(it, 0L));
        if (reached) {
            known = range.at();
            range.waiters().forEach(waiter -> waiter.complete(null));
        }
        return reached;
    }

    /// The ends to reach.
    ///
    /// @param at when the broker was asked; of [System#nanoTime()]
    /// @param waiters completed when the ends are reached
    private record FollowRange(long at, List<CompletableFuture<Void>> waiters, Map<TopicPartition, Long> ends) {

        /// A topic that was made again, or has lost records, may never reach its old end.
        FollowRange notPast(Map<TopicPartition, Long> now) {
            var nearer = new HashMap<>(ends);
            now.forEach((partition, end) -> nearer.computeIfPresent(partition, (_, before) -> Math.min(before, end)));
            return new FollowRange(at, waiters, nearer);
        }
    }

    private void poll() {
        ConsumerRecords<String, byte[]> records = consumer.poll(waiting.isEmpty() ? POLL : SHORT_POLL);
        RetriableException later = null;
        for (TopicPartition partition : records.partitions()) {
            for (var found : records.records(partition)) {
                try {
                    if (later == null) {
                        handler.take(FollowedRecord.of(found, values));
                        continue;
                    }
                } catch (RetriableException e) {
                    later = e;
                }
                // Read this record again later, and the rest of the partitions too.
                consumer.seek(partition, found.offset());
                break;
            }
        }
        handler.reached(positions(partitions));
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
