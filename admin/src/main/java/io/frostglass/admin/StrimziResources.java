package io.frostglass.admin;

import static java.util.stream.Collectors.joining;

import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/// The catalogue as resources of [Strimzi](https://strimzi.io), which runs Kafka on Kubernetes: a `Kafka` with a
/// listener for each zone, a `KafkaTopic` for each topic, and a `KafkaUser` with its ACLs for each principal.
///
/// The nodes (`KafkaNodePool`) are not here: the catalogue knows nothing of disks.
public final class StrimziResources {

    private static final String API = "kafka.strimzi.io/v1";

    /// Strimzi leaves the ports from here on to listeners.
    private static final int FIRST_PORT = 9092;

    /// Label of a pod with its zone. A listener takes connections from the pods of its zone alone.
    private static final String ZONE_LABEL = "frostglass.io/zone";

    /// The listener of administrators, who prove themselves by certificates, and the label of their pods.
    private static final String OPERATORS = "operators";

    private static final String ADMINISTRATOR = "provisioner";

    private final String cluster;

    private StrimziResources(String cluster) {
        this.cluster = cluster;
    }

    /// @param cluster the name of the `Kafka` resource
    /// @return YAML, a document for each resource
    public static String yaml(String cluster) {
        var resources = new StrimziResources(cluster);
        var settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setDereferenceAliases(true)
                .setIndicatorIndent(2)
                .setIndentWithIndicator(true)
                .setWidth(120)
                .build();
        return Stream.of(
                        Stream.of(resources.kafka()),
                        TopicCatalogue.topics().stream().map(resources::topic),
                        Stream.of(resources.administrator()),
                        Arrays.stream(Principal.values()).map(resources::user))
                .flatMap(all -> all)
                .map(new Dump(settings)::dumpToString)
                .collect(joining("---\n"));
    }

    private Map<String, Object> kafka() {
        var listeners = new ArrayList<Map<String, Object>>();
        int port = FIRST_PORT;
        for (Zone zone : Zone.values()) {
            listeners.add(listener(zone.code(), port++, "scram-sha-512"));
        }
        listeners.add(listener(OPERATORS, port, "tls"));
        return map(
                "apiVersion",
                API,
                "kind",
                "Kafka",
                "metadata",
                map("name", cluster),
                "spec",
                map(
                        "kafka",
                        map(
                                "listeners",
                                listeners,
                                "authorization",
                                map("type", "simple", "superUsers", List.of("CN=" + ADMINISTRATOR)),
                                "config",
                                brokerSettings()),
                        "entityOperator",
                        map("topicOperator", map(), "userOperator", map())));
    }

    private Map<String, Object> listener(String name, int port, String authentication) {
        return map(
                "name",
                name,
                "port",
                port,
                "type",
                "internal",
                "tls",
                true,
                "authentication",
                map("type", authentication),
                "configuration",
                // Of the installation's own authority, which all clients trust.
                map(
                        "brokerCertChainAndKey",
                        map("secretName", "kafka-tls", "certificate", "tls.crt", "key", "tls.key")),
                "networkPolicyPeers",
                List.of(map("podSelector", map("matchLabels", map(ZONE_LABEL, name)))));
    }

    /// As in `docker-compose.yml`, which has the reasons; a test compares them.
    private static Map<String, Object> brokerSettings() {
        return map(
                "auto.create.topics.enable", false,
                "default.replication.factor", 3,
                "min.insync.replicas", 2,
                "offsets.topic.replication.factor", 3,
                "transaction.state.log.replication.factor", 3,
                "transaction.state.log.min.isr", 2,
                "share.coordinator.state.topic.replication.factor", 3,
                "share.coordinator.state.topic.min.isr", 2,
                "group.initial.rebalance.delay.ms", 0,
                "group.streams.initial.rebalance.delay.ms", 0,
                "group.streams.min.session.timeout.ms", 10_000,
                "group.streams.session.timeout.ms", 10_000,
                "group.streams.min.heartbeat.interval.ms", 500,
                "group.streams.heartbeat.interval.ms", 500,
                "request.timeout.ms", 5000,
                "socket.connection.setup.timeout.ms", 2000,
                "socket.connection.setup.timeout.max.ms", 5000);
    }

    /// The number of replicas is the cluster's default.
    private Map<String, Object> topic(Topic topic) {
        return resource(
                "KafkaTopic",
                topic.name(),
                map("partitions", topic.partitions(), "config", new TreeMap<>(topic.configuration())));
    }

    private Map<String, Object> administrator() {
        return resource("KafkaUser", ADMINISTRATOR, map("authentication", map("type", "tls")));
    }

    private Map<String, Object> user(Principal principal) {
        return resource(
                "KafkaUser",
                principal.user(),
                map(
                        "authentication", map("type", "scram-sha-512"),
                        "authorization", map("type", "simple", "acls", acls(principal))));
    }

    /// An entry for each resource, with all operations on it.
    private static List<Map<String, Object>> acls(Principal principal) {
        var operations = new LinkedHashMap<ResourcePattern, List<String>>();
        for (AclBinding acl : CatalogueAcls.of(principal)) {
            operations
                    .computeIfAbsent(acl.pattern(), pattern -> new ArrayList<>())
                    .add(operation(acl.entry().operation()));
        }
        return operations.entrySet().stream()
                .map(entry ->
                        map("type", "allow", "resource", aclResource(entry.getKey()), "operations", entry.getValue()))
                .toList();
    }

    /// `DESCRIBE_CONFIGS` is `DescribeConfigs` to Strimzi.
    private static String operation(AclOperation operation) {
        return Arrays.stream(operation.name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(joining());
    }

    private static Map<String, Object> aclResource(ResourcePattern pattern) {
        String type = switch (pattern.resourceType()) {
            case TOPIC -> "topic";
            case GROUP -> "group";
            case TRANSACTIONAL_ID -> "transactionalId";
            default -> throw new IllegalStateException("no ACL of the catalogue is about " + pattern);
        };
        String match = pattern.patternType() == PatternType.PREFIXED ? "prefix" : "literal";
        return map("type", type, "name", pattern.name(), "patternType", match);
    }

    private Map<String, Object> resource(String kind, String name, Map<String, Object> spec) {
        return map(
                "apiVersion", API,
                "kind", kind,
                "metadata", map("name", name, "labels", map("strimzi.io/cluster", cluster)),
                "spec", spec);
    }

    /// In the order given.
    private static Map<String, Object> map(Object... namesAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
