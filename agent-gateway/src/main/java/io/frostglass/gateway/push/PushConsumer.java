package io.frostglass.gateway.push;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.gateway.feed.EventSanitizer;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.push.PushDelivery.PushOutcome;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.metrics.MetricCatalogue;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes events from their topic to one agent, as a member of the agent's group. Each instance takes some partitions;
/// when one stops, the others take over its partitions.
final class PushConsumer implements AutoCloseable {

    /// The most events under way; while there are so many, the consumer reads no more.
    static final int MAX_HELD = 64;

    /// Attempts under way at once.
    static final int MAX_AT_ONCE = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PushConsumer.class);
    private static final int PER_POLL = 16;
    private static final int FETCH_BYTES = 1024 * 1024;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    /// For the last requests to the broker when the consumer gives up a partition or leaves the group.
    static final Duration LEAVE = Duration.ofSeconds(3);
    private static final Duration SESSION = Duration.ofSeconds(10);

    private final PushDelivery.PushRoute route;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Deserializer<AuthorizedMotion> events;
    private final PushMetrics metrics;
    private final PartitionWorkers partitionWorkers;
    /// Not measured: the feed counts the words that its own sanitizer takes out of the same events.
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
        // For offsets that the topic no longer has; PartitionWorkers sets where a new group begins.
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
            // The next member sends the events again whose offsets could not be committed.
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
                    partitionWorkers.of(partition, record.offset()).offsets().pass(record.offset());
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
        if (eventSanitizer.of(FollowedRecord.of(found, events)).recordContent()
                instanceof RecordContent.RecordValue<? extends AuthorizedMotion>(var motion)) {
            var event = FeedEvent.of(motion, Instant.ofEpochMilli(found.timestamp()));
            if (!EventSanitizer.isSynthetic(motion)
                    && event.expiresAt().isAfter(route.clock().instant())
                    && route.admission().sees(event)) {
                metrics.begun();
                partitionWorker.send(event, found.offset());
                return;
            }
        }
        partitionWorker.offsets().pass(found.offset());
    }

    /// Whether its endpoint wants no more events. Then it has left its group, or is about to.
    boolean isOver() {
        return route.throttle().isOver();
    }

    /// Makes it stop, and does not wait for that.
    void stop() {
        stop.countDown();
        consumer.wakeup();
    }

    /// Begins no more attempts, waits a little for attempts under way, and leaves the other events to the group.
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

    /// Counts one agent's events.
    static final class PushMetrics implements AutoCloseable {

        private final MeterRegistry registry;
        private final String agentId;
        private final AtomicInteger waiting = new AtomicInteger();
        private final List<Gauge> gauges;

        PushMetrics(MeterRegistry registry, String agentId, PushThrottle throttle) {
            this.registry = registry;
            this.agentId = agentId;
            this.gauges = List.of(
                    MetricCatalogue.GATEWAY_PUSH_WAITING.gauge(registry, waiting, AtomicInteger::get, agentId),
                    MetricCatalogue.GATEWAY_PUSH_OVER.gauge(registry, throttle, it -> it.isOver() ? 1 : 0, agentId));
        }

        void begun() {
            waiting.incrementAndGet();
        }

        void ended(PushOutcome outcome) {
            waiting.decrementAndGet();
            if (outcome != PushOutcome.STOPPED) {
                MetricCatalogue.GATEWAY_PUSH_SENT
                        .counter(registry, agentId, outcome.code())
                        .increment();
            }
        }

        /// How many are on their way.
        int waiting() {
            return waiting.get();
        }

        @Override
        public void close() {
            gauges.forEach(registry::remove);
        }
    }
}
