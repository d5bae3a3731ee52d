package io.frostglass.topics;

import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;

/// A change that [ClusterProvisioner] makes to a cluster. None deletes anything.
public sealed interface ClusterChange {

    /// One line for people.
    default String describe() {
        return switch (this) {
            case CreateTopic(var topic) ->
                "create topic %s with %d partitions".formatted(topic.name(), topic.partitions());
            case ChangeConfig(var topic, var setting, var from, var to) ->
                "change %s of topic %s from %s to %s".formatted(setting, topic.name(), from, to);
            case AddPartitions(var topic, var from, var to) ->
                "add partitions to topic %s: from %d to %d".formatted(topic.name(), from, to);
            case Grant(var binding) -> "grant " + CatalogueAcls.describe(binding);
        };
    }

    /// A topic of the catalogue is missing.
    record CreateTopic(Topic topic) implements ClusterChange {}

    /// A setting of a topic differs from the catalogue.
    ///
    /// @param from null if the cluster does not say
    record ChangeConfig(
            Topic topic, String setting, @Nullable String from, String to) implements ClusterChange {}

    /// A topic that may grow has fewer partitions than in the catalogue.
    record AddPartitions(Topic topic, int from, int to) implements ClusterChange {}

    /// An ACL that follows from the catalogue is missing.
    record Grant(AclBinding binding) implements ClusterChange {}
}
