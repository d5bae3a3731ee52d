package io.frostglass.gateway.push;

import io.frostglass.gateway.push.PushDelivery.PushOutcome;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/// The partitions of this member of the group. For the consumer's thread.
final class PartitionWorkers implements ConsumerRebalanceListener {

    private final KafkaConsumer<String, byte[]> consumer;
    private final PushDelivery.PushRoute route;
    private final Consumer<PushOutcome> ended;
    private final Map<TopicPartition, PartitionWorker> workers = new HashMap<>();

    PartitionWorkers(
            KafkaConsumer<String, byte[]> consumer, PushDelivery.PushRoute route, Consumer<PushOutcome> ended) {
        this.consumer = consumer;
        this.route = route;
        this.ended = ended;
    }

    /// A new group begins at the end, and commits that position at once: else a restart would lose the events that came
    /// before its first commit.
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
            commit();
        } finally {
            workers.keySet().removeAll(partitions);
        }
    }

    /// Another member has them already.
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        end(partitions);
        workers.keySet().removeAll(partitions);
    }

    private void end(Collection<TopicPartition> partitions) {
        var ending =
                partitions.stream().map(workers::get).filter(Objects::nonNull).toList();
        ending.forEach(PartitionWorker::stop);
        ending.forEach(PartitionWorker::awaitEnd);
    }

    /// @param offset of the partition's first record
    PartitionWorker of(TopicPartition partition, long offset) {
        return workers.computeIfAbsent(partition, _ -> new PartitionWorker(route, offset, ended));
    }

    /// Commits how far all partitions are done.
    ///
    /// @throws KafkaException if the broker does not take it; the next commit will
    void commit() {
        var done = new HashMap<TopicPartition, OffsetAndMetadata>();
        workers.forEach((partition, worker) ->
                worker.offsets().toCommit().ifPresent(offset -> done.put(partition, new OffsetAndMetadata(offset))));
        if (!done.isEmpty()) {
            consumer.commitSync(done, PushConsumer.LEAVE);
            done.forEach((partition, offset) ->
                    Objects.requireNonNull(workers.get(partition)).offsets().committed(offset.offset()));
        }
    }
}
