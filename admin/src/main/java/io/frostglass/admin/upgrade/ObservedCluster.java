package io.frostglass.admin.upgrade;

import io.frostglass.topics.InternalTopic;
import io.frostglass.topics.StreamsTopology;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What an application has on a cluster.
///
/// @param id of the cluster
/// @param exists whether there is a group
/// @param members of the group, as a person finds them: client id and host
/// @param sources the topics that the group's topology reads; its repartition topics, too
/// @param offsets that the group has committed
/// @param topics all internal topics of the application, and the sources of its group and of this version
record ObservedCluster(
        String id,
        boolean exists,
        List<String> members,
        List<String> sources,
        Map<TopicPartition, OffsetAndMetadata> offsets,
        Map<String, ObservedTopic> topics) {

    /// @param starts the first offset of each partition that is still there
    /// @param ends behind the last committed record of each partition
    record ObservedTopic(String id, List<Long> starts, List<Long> ends) {

        int partitions() {
            return starts.size();
        }

        boolean isEmpty() {
            return starts.equals(ends);
        }
    }

    /// The internal topics that a topology does not have, or has with another number of partitions.
    List<String> superfluous(StreamsTopology next) {
        return topics.keySet().stream()
                .filter(name -> InternalTopic.isInternal(next.application(), name))
                .filter(name -> next.internalTopic(name).filter(this::fits).isEmpty())
                .sorted()
                .toList();
    }

    private boolean fits(InternalTopic wanted) {
        int partitions = wanted.partitions(source ->
                topics.containsKey(source.name()) ? topic(source.name()).partitions() : source.partitions());
        return topic(wanted.name()).partitions() == partitions;
    }

    ObservedTopic topic(String name) {
        ObservedTopic topic = topics.get(name);
        if (topic == null) {
            throw new IllegalArgumentException("not observed: " + name);
        }
        return topic;
    }
}
