package io.frostglass.escalation.delivery;

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

/// The clients that deliveries need. The admin client, the producer and the search are shared by all workers.
final class DeliveryClients implements AutoCloseable {

    /// What a consumer may be told and a share consumer refuses.
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

    /// Threads that read alerts and search results: these may wait for the registry and the brokers.
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

    private DeliveryClients(ApplicationSettings applicationSettings, SerdeFactory serdes, InstantSource clock) {
        this.consumerSettings = applicationSettings.kafka("consumer.");
        this.alerts = serdes.serde(TopicCatalogue.ESCALATIONS, Escalation.class).deserializer();
        this.search = new ResultSearch(consumerSettings, serdes, clock);
        this.resultWriter = ResultWriter.open(applicationSettings.kafka("producer."), serdes, clock);
        this.admin = Admin.create(applicationSettings.kafka("admin."));
    }

    static DeliveryClients open(ApplicationSettings applicationSettings, SerdeFactory serdes, InstantSource clock) {
        return new DeliveryClients(applicationSettings, serdes, clock);
    }

    /// Waits for brokers to answer, and sees to it that a share group is configured, before its first member joins; the
    /// others need not ask again.
    ///
    /// @return whether it is so now
    CompletableFuture<Boolean> prepare(String group, Duration lock) {
        if (prepared.contains(group)) {
            return answer();
        }
        return ShareGroups.prepare(admin, group, lock).whenComplete((so, _) -> {
            if (Boolean.TRUE.equals(so)) {
                prepared.add(group);
            }
        });
    }

    /// One question for all that wait while the brokers are away.
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

    AlertIntake intake(DeliveryContext deliveryContext) {
        return new AlertIntake(
                deliveryContext, new AlertReader(alerts, resultWriter, deliveryContext.name()), search, intakes);
    }

    /// A new member of a share group, which says of each record what became of it, and takes no more than it has hands
    /// for: what it took in advance would wait with its lock running.
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
        admin.close(CLOSE);
        resultWriter.close();
    }
}
