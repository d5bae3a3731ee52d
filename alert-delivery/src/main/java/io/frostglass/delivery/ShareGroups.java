package io.frostglass.delivery;

import io.frostglass.topics.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/// The share group of each receiver, `alerts.alert-delivery-<receiver>`. With a group of its own, a
/// receiver that is down does not delay the alerts of others.
final class ShareGroups {

    /// How often the brokers hand out a record: the most that they allow by default.
    static final int DELIVERY_LIMIT = 10;

    private ShareGroups() {}

    static String of(String receiver) {
        return Principal.ALERT_DELIVERY.shareGroupPrefix() + receiver;
    }

    /// How often the broker has handed out a record, this time included.
    static int deliveryCount(ConsumerRecord<?, ?> record) {
        return record.deliveryCount().map(Short::intValue).orElse(1);
    }

    /// The configuration of a group. By default a group begins at the end of the topic and reads aborted records.
    static Map<String, String> configuration(Duration lock) {
        return Map.of(
                "share.isolation.level", "read_committed",
                "share.auto.offset.reset", "earliest",
                "share.renew.acknowledge.enable", "true",
                "share.record.lock.duration.ms", Long.toString(lock.toMillis()),
                "share.delivery.count.limit", Integer.toString(DELIVERY_LIMIT));
    }

    /// Configures a group before its first member joins. Does not block.
    ///
    /// @return whether the group has the configuration now; if not, not all brokers know of it yet. Fails with a
    ///     [KafkaException] if the brokers refuse or do not answer
    static CompletableFuture<Boolean> prepare(Admin admin, String group, Duration lock) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var wanted = configuration(lock);
        return isConfigured(admin, resource, wanted).thenCompose(done -> {
            if (done) {
                return CompletableFuture.completedFuture(true);
            }
            Collection<AlterConfigOp> changes = wanted.entrySet().stream()
                    .map(entry -> new AlterConfigOp(
                            new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                    .toList();
            return future(
                            admin.incrementalAlterConfigs(Map.of(resource, changes))
                                    .all(),
                            "cannot configure share group " + group)
                    .thenCompose(_ -> isConfigured(admin, resource, wanted));
        });
    }

    private static CompletableFuture<Boolean> isConfigured(
            Admin admin, ConfigResource group, Map<String, String> wanted) {
        return future(admin.describeConfigs(List.of(group)).all(), "cannot read share group " + group.name())
                .thenApply(configs -> {
                    var now = new HashMap<String, String>();
                    configs.getOrDefault(group, new Config(List.of()))
                            .entries()
                            .forEach(entry -> now.put(entry.name(), entry.value()));
                    return now.entrySet().containsAll(wanted.entrySet());
                });
    }

    static <T> CompletableFuture<T> future(KafkaFuture<T> answer, String failed) {
        return answer.toCompletionStage().toCompletableFuture().exceptionallyCompose(e -> {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            return CompletableFuture.failedFuture(new KafkaException(failed + ": " + cause.getMessage(), cause));
        });
    }
}
