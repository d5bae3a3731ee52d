package io.frostglass.topics;

import static org.apache.kafka.clients.admin.ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG;

import io.frostglass.topics.Change.AddPartitions;
import io.frostglass.topics.Change.ChangeConfig;
import io.frostglass.topics.Change.CreateTopic;
import io.frostglass.topics.Change.Grant;
import io.frostglass.topics.Difference.ExtraConfig;
import io.frostglass.topics.Difference.NoAuthorizer;
import io.frostglass.topics.Difference.OtherPartitions;
import io.frostglass.topics.Difference.UnknownAcl;
import io.frostglass.topics.Difference.UnknownTopic;
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
final class Planning {

    private final ClusterState cluster;
    private final List<Change> changes = new ArrayList<>();
    private final List<Difference> leftAlone = new ArrayList<>();

    private Planning(ClusterState cluster) {
        this.cluster = cluster;
    }

    static Plan plan(ClusterState cluster) {
        Planning planning = new Planning(cluster);
        Catalogue.topics().forEach(planning::topic);
        planning.unknownTopics();
        planning.acls();
        return new Plan(planning.changes, planning.leftAlone);
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
        Set<String> known = Catalogue.topics().stream().map(Topic::name).collect(Collectors.toSet());
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
        List<AclBinding> wanted = Acls.all();
        wanted.stream().filter(acl -> !present.contains(acl)).forEach(acl -> changes.add(new Grant(acl)));
        wanted.forEach(present::remove);
        present.stream()
                .filter(acl -> isOfOurs(acl) || touchesAZone(acl.pattern()))
                .sorted(Comparator.comparing(Acls::describe))
                .forEach(acl -> leftAlone.add(new UnknownAcl(acl)));
    }

    private static boolean isInAZone(String name) {
        return Arrays.stream(Zone.values()).anyMatch(zone -> name.startsWith(zone.prefix()));
    }

    private static boolean isMadeByStreams(String topic) {
        return Arrays.stream(Principal.values())
                .filter(principal -> principal.uses(Principal.Uses.STREAMS))
                .anyMatch(principal -> topic.startsWith(principal.internalTopicPrefix()));
    }

    private static boolean isOfOurs(AclBinding acl) {
        return Arrays.stream(Principal.values())
                .anyMatch(principal -> acl.entry().principal().equals(Acls.kafkaPrincipal(principal)));
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
