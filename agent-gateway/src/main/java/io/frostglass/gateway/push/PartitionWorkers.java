package io.frostglass.gateway.push;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// The partitions that the group has given us. For the consumer's thread.
final class PartitionWorkers implements ConsumerRebalanceListener {

    private final KafkaConsumer<String, byte[]> consumer;
    private final PushDelivery.PushRoute pushRoute;
    private final Consumer<PushOutcome> ended;
    private final Map<TopicPartition, PartitionWorker> lanes = new HashMap<>();

    PartitionWorkers(
            KafkaConsumer<String, byte[]> consumer, PushDelivery.PushRoute pushRoute, Consumer<PushOutcome> ended) {
        this.consumer = consumer;
        this.pushRoute = pushRoute;
        this.ended = ended;
    }

    /// A group that is new begins at the end, and says so at once: else what comes before its first commit would be
    /// lost with a restart.
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        var committed = consumer.committed(new HashSet<>(partitions));
        var fresh = partitions.stream()
                .filter(partition -> committed.get(partition) == null)
                .toList();
        if (!fresh.isEmpty()) {
            consumer.seekToEnd(fresh);
            var ends = new HashMap<TopicPartition, OffsetAndMetadata>();
            fresh.forEach(partition -> ends.put(partition, new OffsetAndMetadata(consumer.position(partition))));
            consumer.commitSync(ends, PushConsumer.LEAVE);
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        end(partitions);
        try {
            commit(partitions);
        } finally {
            lanes.keySet().removeAll(partitions);
        }
    }

    /// They are somebody else's already.
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        end(partitions);
        lanes.keySet().removeAll(partitions);
    }

    private void end(Collection<TopicPartition> partitions) {
        var ending = lanesOf(partitions);
        ending.forEach(PartitionWorker::stop);
        ending.forEach(PartitionWorker::awaitEnd);
    }

    private List<PartitionWorker> lanesOf(Collection<TopicPartition> partitions) {
        return lanes.entrySet().stream()
                .filter(lane -> partitions.contains(lane.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    /// @param offset of the first record that has come of it
    PartitionWorker of(TopicPartition partition, long offset) {
        return lanes.computeIfAbsent(partition, _ -> new PartitionWorker(pushRoute, offset, ended));
    }

    /// Says how far all are done.
    ///
    /// @throws KafkaException if the broker does not take it; then it is said the next time
    void commit() {
        commit(List.copyOf(lanes.keySet()));
    }

    private void commit(Collection<TopicPartition> partitions) {
        var done = new HashMap<TopicPartition, OffsetAndMetadata>();
        lanes.forEach((partition, partitionWorker) -> {
            if (partitions.contains(partition)) {
                partitionWorker.toCommit().ifPresent(offset -> done.put(partition, new OffsetAndMetadata(offset)));
            }
        });
        if (!done.isEmpty()) {
            consumer.commitSync(done, PushConsumer.LEAVE);
            done.forEach((partition, offset) ->
                    Objects.requireNonNull(lanes.get(partition)).committed(offset.offset()));
        }
    }
}
