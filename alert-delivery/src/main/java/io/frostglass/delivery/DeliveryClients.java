package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.runtime.ApplicationSettings;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/// The Kafka clients of the deliveries. All workers share the producer and the search.
final class DeliveryClients implements AutoCloseable {

    /// Settings of a consumer that a share consumer refuses.
    private static final Set<String> NOT_FOR_SHARE_CONSUMERS = Set.of(
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.GROUP_REMOTE_ASSIGNOR_CONFIG,
            ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
            ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG,
            ConsumerConfig.ISOLATION_LEVEL_CONFIG,
            ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
            ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG);

    /// Threads that read alerts and search results. They may wait for the registry and the brokers.
    private static final int INTAKES = 4;

    static final Duration CLOSE = Duration.ofSeconds(1);

    private final Map<String, Object> consumerSettings;
    private final Deserializer<Escalation> alerts;
    private final Admin admin;
    private final ResultWriter resultWriter;
    private final ResultSearch search;
    private CompletableFuture<Boolean> asked = CompletableFuture.completedFuture(true);
    private final Set<String> prepared = ConcurrentHashMap.newKeySet();
    private final ExecutorService intakes =
            Executors.newFixedThreadPool(INTAKES, DeliveryPool.threads("delivery-intake"));

    DeliveryClients(ApplicationSettings settings, Admin admin, SerdeFactory serdes, InstantSource clock) {
        this.consumerSettings = settings.kafka("consumer.");
        this.alerts = serdes.serde(TopicCatalogue.ESCALATIONS, Escalation.class).deserializer();
        this.search = new ResultSearch(consumerSettings, serdes, clock);
        this.resultWriter = new ResultWriter(settings.kafka("producer."), serdes, clock);
        this.admin = admin;
    }

    /// Configures a share group before its first member joins. For a group that is configured, asks only whether
    /// the brokers answer.
    ///
    /// @return whether a member can join now
    CompletableFuture<Boolean> prepare(String group, Duration lock) {
        if (prepared.contains(group)) {
            return answer();
        }
        return ShareGroups.prepare(admin, group, lock).whenComplete((done, _) -> {
            if (Boolean.TRUE.equals(done)) {
                prepared.add(group);
            }
        });
    }

    /// How many alerts each share group has not settled; NaN where the brokers do not say.
    Map<String, CompletableFuture<Double>> lags(Set<String> groups) {
        return ShareGroupLag.of(admin, groups);
    }

    /// All workers that wait for the brokers share one request.
    private synchronized CompletableFuture<Boolean> answer() {
        if (asked.isDone()) {
            asked = ShareGroups.future(admin.describeCluster().clusterId(), "brokers do not answer")
                    .handle((_, failure) -> failure == null);
        }
        return asked;
    }

    ResultWriter resultWriter() {
        return resultWriter;
    }

    AlertIntake intake(DeliveryContext context) {
        return new AlertIntake(context, alerts, search, intakes);
    }

    /// A new member of a share group. It acknowledges each record by itself, and fetches none in advance: those
    /// would wait while their locks run.
    ShareConsumer<String, byte[]> join(String group, DeliverySettings settings) {
        var properties = new HashMap<>(consumerSettings);
        properties.keySet().removeAll(NOT_FOR_SHARE_CONSUMERS);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        properties.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
        properties.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, settings.batch());
        return new KafkaShareConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        intakes.shutdownNow();
        resultWriter.close();
    }
}
