package io.frostglass.topics;

import org.apache.kafka.common.acl.AclBinding;

/// Something on a cluster that is not as the catalogue says and that [ClusterProvisioner] leaves alone, because undoing
/// it
/// could lose data or cut somebody off. A person decides.
public sealed interface ClusterDifference {

    /// One line for people.
    String describe();

    /// A topic that carries a zone's prefix and is not in the catalogue.
    record UnknownTopic(String name) implements ClusterDifference {
        @Override
        public String describe() {
            return "topic %s is not in the catalogue".formatted(name);
        }
    }

    /// Another number of partitions, where adding some would tear keys apart, or where there are more already.
    record OtherPartitions(Topic topic, int partitions) implements ClusterDifference {
        @Override
        public String describe() {
            return "topic %s has %d partitions, the catalogue says %d"
                    .formatted(topic.name(), partitions, topic.partitions());
        }
    }

    /// A setting made on a topic that the catalogue leaves to the cluster.
    record ExtraConfig(Topic topic, String setting, String value) implements ClusterDifference {
        @Override
        public String describe() {
            return "topic %s has %s=%s of its own".formatted(topic.name(), setting, value);
        }
    }

    /// An ACL on something of ours, or of a principal of ours, that does not follow from the catalogue.
    record UnknownAcl(AclBinding binding) implements ClusterDifference {
        @Override
        public String describe() {
            return "ACL does not follow from the catalogue: " + CatalogueAcls.describe(binding);
        }
    }

    /// The cluster enforces no ACLs, so everybody may read everything.
    record NoAuthorizer() implements ClusterDifference {
        @Override
        public String describe() {
            return "the cluster has no authorizer: zones are not enforced, everybody may read everything";
        }
    }
}
