package io.frostglass.escalation.delivery;

import io.frostglass.topics.Principal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InterruptException;

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

    /// Sees to it that the group is so, before anybody joins it.
    ///
    /// @return whether brokers say that it is so now; if not, they have not all heard of it yet
    /// @throws KafkaException if the brokers refuse, or cannot be asked
    static boolean prepare(Admin admin, String group, Duration lock) {
        var resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        var wanted = configuration(lock);
        if (isSo(admin, resource, wanted)) {
            return true;
        }
        Collection<AlterConfigOp> changes = wanted.entrySet().stream()
                .map(entry ->
                        new AlterConfigOp(new ConfigEntry(entry.getKey(), entry.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        try {
            admin.incrementalAlterConfigs(Map.of(resource, changes)).all().get();
        } catch (ExecutionException e) {
            throw new KafkaException("cannot configure share group " + group + ": " + reason(e), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        return isSo(admin, resource, wanted);
    }

    private static boolean isSo(Admin admin, ConfigResource group, Map<String, String> wanted) {
        try {
            var now = new HashMap<String, String>();
            admin.describeConfigs(List.of(group))
                    .all()
                    .get()
                    .getOrDefault(group, new org.apache.kafka.clients.admin.Config(List.of()))
                    .entries()
                    .forEach(entry -> now.put(entry.name(), entry.value()));
            return now.entrySet().containsAll(wanted.entrySet());
        } catch (ExecutionException e) {
            throw new KafkaException("cannot read share group " + group.name() + ": " + reason(e), e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static String reason(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "unknown" : String.valueOf(cause.getMessage());
    }
}
