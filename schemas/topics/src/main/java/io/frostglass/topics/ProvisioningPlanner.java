package io.frostglass.topics;

import static org.apache.kafka.clients.admin.ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;

import io.frostglass.topics.ClusterChange.AddPartitions;
import io.frostglass.topics.ClusterChange.ChangeConfig;
import io.frostglass.topics.ClusterChange.CreateTopic;
import io.frostglass.topics.ClusterChange.Grant;
import io.frostglass.topics.ClusterDifference.ExtraConfig;
import io.frostglass.topics.ClusterDifference.NoAuthorizer;
import io.frostglass.topics.ClusterDifference.OtherPartitions;
import io.frostglass.topics.ClusterDifference.UnknownAcl;
import io.frostglass.topics.ClusterDifference.UnknownTopic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;

/// Compares a cluster with the catalogue.
final class ProvisioningPlanner {

    private final ClusterState cluster;
    private final List<ClusterChange> changes = new ArrayList<>();
    private final List<ClusterDifference> leftAlone = new ArrayList<>();

    private ProvisioningPlanner(ClusterState cluster) {
        this.cluster = cluster;
    }

    static ProvisioningPlan plan(ClusterState cluster) {
        ProvisioningPlanner planner = new ProvisioningPlanner(cluster);
        TopicCatalogue.topics().forEach(planner::topic);
        planner.unknownTopics();
        planner.acls();
        return new ProvisioningPlan(planner.changes, planner.leftAlone);
    }

    private void topic(Topic topic) {
        Integer partitions = cluster.partitions().get(topic.name());
        Config config = cluster.configs().get(topic.name());
        if (partitions == null || config == null) {
            changes.add(new CreateTopic(topic));
            return;
        }
        if (partitions < topic.partitions() && topic.mayGrow()) {
            changes.add(new AddPartitions(topic, partitions, topic.partitions()));
        } else if (partitions != topic.partitions()) {
            leftAlone.add(new OtherPartitions(topic, partitions));
        }
        settings(topic, config);
    }

    private void settings(Topic topic, Config config) {
        Map<String, String> wanted = new TreeMap<>(topic.configuration());
        wanted.forEach((setting, value) -> {
            ConfigEntry entry = config.get(setting);
            String present = entry == null ? null : entry.value();
            if (!value.equals(present)) {
                changes.add(new ChangeConfig(topic, setting, present, value));
            }
        });
        config.entries().stream()
                .filter(entry -> entry.source() == DYNAMIC_TOPIC_CONFIG && !wanted.containsKey(entry.name()))
                .sorted(Comparator.comparing(ConfigEntry::name))
                .forEach(entry -> leftAlone.add(new ExtraConfig(topic, entry.name(), String.valueOf(entry.value()))));
    }

    private void unknownTopics() {
        Set<String> known = TopicCatalogue.topics().stream().map(Topic::name).collect(Collectors.toSet());
        cluster.topicNames().stream()
                .filter(name -> !known.contains(name) && isInAZone(name) && !isMadeByStreams(name))
                .sorted()
                .forEach(name -> leftAlone.add(new UnknownTopic(name)));
    }

    private void acls() {
        if (!cluster.enforcesAcls()) {
            leftAlone.add(new NoAuthorizer());
            return;
        }
        Set<AclBinding> present = new HashSet<>(cluster.acls());
        List<AclBinding> wanted = CatalogueAcls.all();
        wanted.stream().filter(acl -> !present.contains(acl)).forEach(acl -> changes.add(new Grant(acl)));
        wanted.forEach(present::remove);
        present.stream()
                .filter(acl -> isOurs(acl) || touchesAZone(acl.pattern()))
                .sorted(Comparator.comparing(CatalogueAcls::describe))
                .forEach(acl -> leftAlone.add(new UnknownAcl(acl)));
    }

    private static boolean isInAZone(String name) {
        return Arrays.stream(Zone.values()).anyMatch(zone -> name.startsWith(zone.prefix()));
    }

    private static boolean isMadeByStreams(String topic) {
        return Arrays.stream(Principal.values())
                .filter(principal -> principal.uses(Principal.KafkaUse.STREAMS))
                .anyMatch(principal -> topic.startsWith(principal.internalTopicPrefix()));
    }

    private static boolean isOurs(AclBinding acl) {
        return Arrays.stream(Principal.values())
                .anyMatch(principal -> acl.entry().principal().equals(CatalogueAcls.kafkaPrincipal(principal)));
    }

    /// Wildcards and short prefixes reach into zones as well.
    private static boolean touchesAZone(ResourcePattern pattern) {
        return switch (pattern.resourceType()) {
            case TOPIC, GROUP, TRANSACTIONAL_ID ->
                pattern.name().equals(ResourcePattern.WILDCARD_RESOURCE)
                        || isInAZone(pattern.name())
                        || (pattern.patternType() == PatternType.PREFIXED && isShorterThanAZone(pattern.name()));
            default -> false;
        };
    }

    private static boolean isShorterThanAZone(String prefix) {
        return Arrays.stream(Zone.values()).anyMatch(zone -> zone.prefix().startsWith(prefix));
    }
}
