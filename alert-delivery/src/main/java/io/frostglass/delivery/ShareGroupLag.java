package io.frostglass.delivery;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many records share groups have not settled. Markers of transactions may count.
final class ShareGroupLag {

    private static final Logger LOG = LoggerFactory.getLogger(ShareGroupLag.class);

    private ShareGroupLag() {}

    /// Asks the brokers, and does not wait for the answer.
    ///
    /// @param groups that begin at the beginning of their topic
    /// @return the lag of each; NaN if the brokers do not say
    static Map<String, CompletableFuture<Double>> of(Admin admin, Set<String> groups) {
        var spec = new ListShareGroupOffsetsSpec();
        var answer = admin.listShareGroupOffsets(groups.stream().collect(Collectors.toMap(group -> group, _ -> spec)));
        return groups.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        group -> answer.partitionsToOffsetInfo(group)
                                .toCompletionStage()
                                .toCompletableFuture()
                                .thenCompose(partitions -> sum(admin, partitions))
                                .exceptionally(failure -> unknown(group, failure))));
    }

    private static CompletableFuture<Double> sum(
            Admin admin, Map<TopicPartition, @Nullable SharePartitionOffsetInfo> partitions) {
        // A partition of which nothing is settled has no offset yet: all of its records wait.
        var untouched = new HashSet<TopicPartition>();
        double known = 0;
        for (var partition : partitions.entrySet()) {
            SharePartitionOffsetInfo info = partition.getValue();
            if (info == null) {
                untouched.add(partition.getKey());
            } else {
                known += info.lag().map(Long::doubleValue).orElse(Double.NaN);
            }
        }
        double rest = known;
        return untouched.isEmpty()
                ? CompletableFuture.completedFuture(rest)
                : offsets(admin, untouched, OffsetSpec.latest())
                        .thenCombine(
                                offsets(admin, untouched, OffsetSpec.earliest()), (end, begin) -> rest + end - begin);
    }

    private static CompletableFuture<Double> offsets(Admin admin, Set<TopicPartition> partitions, OffsetSpec spec) {
        return admin.listOffsets(partitions.stream().collect(Collectors.toMap(Function.identity(), _ -> spec)))
                .all()
                .toCompletionStage()
                .toCompletableFuture()
                .thenApply(offsets -> offsets.values().stream()
                        .mapToDouble(ListOffsetsResultInfo::offset)
                        .sum());
    }

    private static double unknown(String group, Throwable failure) {
        LOG.atDebug().addKeyValue("group", group).setCause(failure).log("share_group_lag_unknown");
        return Double.NaN;
    }
}
