package io.frostglass.topics;

import org.apache.kafka.common.acl.AclBinding;

/// A difference from the catalogue that [ClusterProvisioner] leaves alone, because undoing it could lose data or
/// lock somebody out. A person decides.
public sealed interface ClusterDifference {

    /// One line for people.
    default String describe() {
        return switch (this) {
            case UnknownTopic(var name) -> "topic %s is not in the catalogue".formatted(name);
            case OtherPartitions(var topic, var partitions) ->
                "topic %s has %d partitions, the catalogue says %d"
                        .formatted(topic.name(), partitions, topic.partitions());
            case ExtraConfig(var topic, var setting, var value) ->
                "topic %s has its own %s=%s".formatted(topic.name(), setting, value);
            case UnknownAcl(var binding) ->
                "ACL does not follow from the catalogue: " + CatalogueAcls.describe(binding);
            case NoAuthorizer() ->
                "the cluster has no authorizer: zones are not enforced, everybody may read everything";
        };
    }

    /// A topic that carries a zone's prefix and is not in the catalogue.
    record UnknownTopic(String name) implements ClusterDifference {}

    /// A different number of partitions: more than in the catalogue, or fewer where adding some would separate keys.
    record OtherPartitions(Topic topic, int partitions) implements ClusterDifference {}

    /// A setting made on a topic that the catalogue leaves to the cluster.
    record ExtraConfig(Topic topic, String setting, String value) implements ClusterDifference {}

    /// An ACL on a resource or a principal of Frostglass that does not follow from the catalogue.
    record UnknownAcl(AclBinding binding) implements ClusterDifference {}

    /// The cluster enforces no ACLs, so everybody may read everything.
    record NoAuthorizer() implements ClusterDifference {}
}
