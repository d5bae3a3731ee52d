package io.frostglass.escalation.delivery;

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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;

/// The share group of each receiver: `sanitized.escalation-sink-delivery-<receiver>`. Its own, so that one receiver's
/// waiting alerts hold up no other's.
final class ShareGroups {

    private ShareGroups() {}

    static String of(String receiver) {
        return Principal.ESCALATION_SINK.shareGroupPrefix() + receiver;
    }

    /// What a group of ours must be like, and is not by itself: its defaults begin at the end of the topic and hand out
    /// aborted records.
    static Map<String, String> configuration(Duration lock) {
        return Map.of(
                "share.isolation.level", "read_committed",
                "share.auto.offset.reset", "earliest",
                "share.renew.acknowledge.enable", "true",
                "share.record.lock.duration.ms", Long.toString(lock.toMillis()),
                "share.delivery.count.limit", Integer.toString(ShareDelivery.LIMIT));
    }

    /// Sees to it that the group is so, before anybody joins it. Waits for nobody.
    ///
    /// @return whether brokers say that it is so now; if not, they have not all heard of it yet. Fails with a
    ///     [KafkaException] if the brokers refuse, or cannot be asked
    static CompletableFuture<Boolean> prepare(Admin admin, String group, Duration lock) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var wanted = configuration(lock);
        return isSo(admin, resource, wanted).thenCompose(so -> {
            if (so) {
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
                    .thenCompose(_ -> isSo(admin, resource, wanted));
        });
    }

    private static CompletableFuture<Boolean> isSo(Admin admin, ConfigResource group, Map<String, String> wanted) {
        return future(admin.describeConfigs(List.of(group)).all(), "cannot read share group " + group.name())
                .thenApply(configs -> {
                    var now = new HashMap<String, String>();
                    configs.getOrDefault(group, new Config(List.of()))
                            .entries()
                            .forEach(entry -> now.put(entry.name(), entry.value()));
                    return now.entrySet().containsAll(wanted.entrySet());
                });
    }

    static <T> CompletableFuture<T> future(KafkaFuture<T> asked, String failed) {
        return asked.toCompletionStage().toCompletableFuture().exceptionallyCompose(e -> {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            return CompletableFuture.failedFuture(new KafkaException(failed + ": " + cause.getMessage(), cause));
        });
    }
}
