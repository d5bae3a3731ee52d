package io.frostglass.gateway.push;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes events from their topic to one agent, as a member of the agent's group: of several instances each takes some
/// partitions, and what one leaves behind the others take.
final class PushConsumer implements AutoCloseable {

    /// Events that are held at once; while there are so many, no more are read.
    static final int MAX_HELD = 64;

    /// Attempts under way at once.
    static final int MAX_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PushConsumer.class);
    private static final int PER_POLL = 16;
    private static final int FETCH_BYTES = 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// For what is said to the broker while a partition, or the group, is left.
    static final Duration LEAVE = Duration.ofSeconds(3);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final PushDelivery.PushRoute route;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<AuthorizedMotion> events;
    private final PushMetrics metrics;
    private final PartitionWorkers partitionWorkers;
    /// The feed counts what is taken out of events, so this one is not measured.
    private final EventSanitizer eventSanitizer = new EventSanitizer();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;

    private PushConsumer(
            PushDelivery.PushRoute route,
            Map<String, Object> kafka,
            Deserializer<AuthorizedMotion> events,
            PushMetrics metrics) {
        this.route = route;
        this.consumer = new KafkaConsumer<>(
                settings(kafka, groupOf(route.agentId())), new StringDeserializer(), new ByteArrayDeserializer());
        this.events = events;
        this.metrics = metrics;
        this.partitionWorkers = new PartitionWorkers(consumer, route, metrics::ended);
        this.thread = Thread.ofPlatform().name("push-" + route.agentId()).unstarted(this::run);
    }

    /// Starts to send.
    ///
    /// @param kafka how to connect
    static PushConsumer start(
            PushDelivery.PushRoute route,
            Map<String, Object> kafka,
            Deserializer<AuthorizedMotion> events,
            PushMetrics metrics) {
        var consumer = new PushConsumer(route, kafka, events, metrics);
        consumer.thread.start();
        return consumer;
    }

    /// An agent's group.
    static String groupOf(String agentId) {
        return Principal.AGENT_GATEWAY.applicationId() + "-push-" + agentId;
    }

    private static Map<String, Object> settings(Map<String, Object> kafka, String group) {
        var settings = new HashMap<>(kafka);
        if (!"consumer".equalsIgnoreCase(String.valueOf(settings.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)))) {
            // Events live for minutes: a dead instance must be missed soon, and the others must keep their partitions.
            // With the newer protocol, the broker sees to both.
            settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
            settings.putIfAbsent(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        // For offsets that are no longer there; PartitionWorkers says where a new group begins.
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, PER_POLL);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        return settings;
    }

    private void run() {
        try {
            consumer.subscribe(List.of(TopicCatalogue.MOTION_AUTHORIZED.name()), partitionWorkers);
            while (stop.getCount() > 0 && !route.throttle().isOver()) {
                try {
                    work();
                } catch (WakeupException e) {
                    // Told to stop.
                } catch (KafkaException e) {
                    LOG.atWarn()
                            .addKeyValue("agent", route.agentId())
                            .addKeyValue("pause_ms", PAUSE.toMillis())
                            .setCause(e)
                            .log("push_events_not_read");
                    stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            leave();
        }
    }

    private void leave() {
        try {
            consumer.close(CloseOptions.timeout(LEAVE));
        } catch (KafkaException e) {
            // The next member sends again what was done and could not be committed.
            LOG.atInfo().addKeyValue("agent", route.agentId()).setCause(e).log("push_left_group_uncommitted");
        }
    }

    private void work() {
        if (metrics.waiting() > MAX_HELD - PER_POLL) {
            consumer.pause(consumer.assignment());
        } else {
            consumer.resume(consumer.paused());
        }
        var records = consumer.poll(POLL);
        RetriableException later = null;
        for (TopicPartition partition : records.partitions()) {
            for (var record : records.records(partition)) {
                try {
                    take(record);
                } catch (RetriableException e) {
                    // Nothing is wrong with the record: it is read again.
                    consumer.seek(partition, record.offset());
                    later = e;
                    break;
                } catch (RuntimeException e) {
                    // Given up: it would fail again, and hold up its partition. The exception's message may hold
                    // content.
                    LOG.atError()
                            .addKeyValue("agent", route.agentId())
                            .addKeyValue("partition", record.partition())
                            .addKeyValue("offset", record.offset())
                            .addKeyValue("fault", e.getClass().getName())
                            .log("event_not_pushed");
                    partitionWorkers.of(partition, record.offset()).pass(record.offset());
                }
            }
        }
        partitionWorkers.commit();
        if (later != null) {
            throw later;
        }
    }

    private void take(ConsumerRecord<String, byte[]> found) {
        PartitionWorker partitionWorker =
                partitionWorkers.of(new TopicPartition(found.topic(), found.partition()), found.offset());
        if (eventSanitizer.of(read(found)).recordContent()
                instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var motion)) {
            var event = FeedEvent.of(motion, Instant.ofEpochMilli(found.timestamp()));
            if (event.expiresAt().isAfter(route.clock().instant())
                    && route.admission().sees(event)) {
                metrics.begun();
                partitionWorker.send(event, found.offset());
                return;
            }
        }
        partitionWorker.pass(found.offset());
    }

    private FollowedRecord<AuthorizedMotion> read(ConsumerRecord<String, byte[]> found) {
        byte @Nullable [] value = found.value();
        return new FollowedRecord<>(
                found.partition(),
                found.offset(),
                Instant.ofEpochMilli(found.timestamp()),
                value == null ? 0 : value.length,
                found.key() == null ? "" : found.key(),
                content(found.topic(), value));
    }

    /// The feed logs what cannot be read.
    private RecordContent<AuthorizedMotion> content(String topic, byte @Nullable [] value) {
        if (value == null) {
            return new RecordContent.Deleted<>();
        }
        try {
            return new RecordContent.RecordValue<>(events.deserialize(topic, value));
        } catch (SerializationException e) {
            return new RecordContent.UnreadableRecord<>();
        }
    }

    /// Whether its endpoint wants no more. It has left its group then, or is about to.
    boolean isOver() {
        return route.throttle().isOver();
    }

    /// Tells it to stop, and does not wait for that.
    void stop() {
        stop.countDown();
        consumer.wakeup();
    }

    /// Begins no attempt any more, waits a little for those under way, and leaves the rest to the group.
    @Override
    public void close() {
        stop();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            metrics.close();
        }
    }
}
