package io.frostglass.topics;

import org.apache.kafka.common.acl.AclBinding;
import org.jspecify.annotations.Nullable;

/// One thing that [ClusterProvisioner] does to a cluster. None of them deletes anything.
public sealed interface ClusterChange {

    /// One line for people.
    String describe();

    /// A topic of the catalogue that is not there.
    record CreateTopic(Topic topic) implements ClusterChange {
        @Override
        public String describe() {
            return "create topic %s with %d partitions".formatted(topic.name(), topic.partitions());
        }
    }

    /// A setting of a topic that differs from the catalogue.
    ///
    /// @param from what it is now, null if the cluster does not say
    /// @param to what it is to be
    record ChangeConfig(
            Topic topic, String setting, @Nullable String from, String to) implements ClusterChange {
        @Override
        public String describe() {
            return "change %s of topic %s from %s to %s".formatted(setting, topic.name(), from, to);
        }
    }

    /// Fewer partitions than in the catalogue, on a topic that may grow.
    record AddPartitions(Topic topic, int from, int to) implements ClusterChange {
        @Override
        public String describe() {
            return "add partitions to topic %s: from %d to %d".formatted(topic.name(), from, to);
        }
    }

    /// An ACL that follows from the catalogue and is not there.
    record Grant(AclBinding binding) implements ClusterChange {
        @Override
        public String describe() {
            return "grant " + CatalogueAcls.describe(binding);
        }
    }
}
