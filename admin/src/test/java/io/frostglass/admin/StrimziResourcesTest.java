package io.frostglass.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.frostglass.topics.CatalogueAcls;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import io.frostglass.topics.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// What Strimzi would make of the resources is the catalogue.
class StrimziResourcesTest {

    private static final List<JsonNode> RESOURCES = read("kafka");

    private static final Map<String, ResourceType> TYPES = Map.of(
            "topic", ResourceType.TOPIC,
            "group", ResourceType.GROUP,
            "transactionalId", ResourceType.TRANSACTIONAL_ID);

    /// As Strimzi's enumeration spells them.
    private static final Map<String, AclOperation> OPERATIONS = Map.of(
            "Read", AclOperation.READ,
            "Write", AclOperation.WRITE,
            "Create", AclOperation.CREATE,
            "Delete", AclOperation.DELETE,
            "Describe", AclOperation.DESCRIBE,
            "DescribeConfigs", AclOperation.DESCRIBE_CONFIGS,
            "AlterConfigs", AclOperation.ALTER_CONFIGS);

    private static List<JsonNode> read(String cluster) {
        var resources = new ArrayList<JsonNode>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(StrimziResources.yaml(cluster))
                .forEach(resource -> resources.add(new ObjectMapper().valueToTree(resource)));
        return resources;
    }

    private static List<JsonNode> all(String kind) {
        return RESOURCES.stream()
                .filter(resource -> resource.at("/kind").asText().equals(kind))
                .toList();
    }

    private static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }

    @Test
    void topicsAreThoseOfTheCatalogue() {
        Map<String, JsonNode> specs =
                all("KafkaTopic").stream().collect(Collectors.toMap(StrimziResourcesTest::name, it -> it.at("/spec")));

        assertThat(specs)
                .containsOnlyKeys(
                        TopicCatalogue.topics().stream().map(Topic::name).toList());
        for (Topic topic : TopicCatalogue.topics()) {
            JsonNode spec = Objects.requireNonNull(specs.get(topic.name()));
            assertThat(spec.at("/partitions").asInt()).isEqualTo(topic.partitions());
            assertThat(spec.at("/config")).isEqualTo(new ObjectMapper().valueToTree(topic.configuration()));
        }
    }

    @Test
    void usersHaveTheAclsOfTheCatalogueAndNoOthers() {
        assertThat(all("KafkaUser").stream().flatMap(user -> acls(user).stream()))
                .containsExactlyInAnyOrderElementsOf(CatalogueAcls.all());
    }

    private static List<AclBinding> acls(JsonNode user) {
        var acls = new ArrayList<AclBinding>();
        for (JsonNode acl : user.at("/spec/authorization/acls")) {
            var pattern = new ResourcePattern(
                    TYPES.get(acl.at("/resource/type").asText()),
                    acl.at("/resource/name").asText(),
                    acl.at("/resource/patternType").asText().equals("prefix")
                            ? PatternType.PREFIXED
                            : PatternType.LITERAL);
            for (JsonNode operation : acl.at("/operations")) {
                AclOperation found = OPERATIONS.get(operation.asText());
                acls.add(new AclBinding(
                        pattern, new AccessControlEntry("User:" + name(user), "*", found, AclPermissionType.ALLOW)));
            }
        }
        return acls;
    }

    /// An administrator comes by a listener of its own.
    @Test
    void everyZoneHasAListenerForItsPodsAlone() {
        JsonNode listeners = all("Kafka").getFirst().at("/spec/kafka/listeners");

        assertThat(listeners).hasSize(Zone.values().length + 1);
        for (JsonNode listener : listeners) {
            String name = listener.at("/name").asText();
            assertThat(listener.at("/tls").asBoolean()).as(name).isTrue();
            assertThat(listener.at("/authentication/type").asText())
                    .as(name)
                    .isEqualTo(name.equals("operators") ? "tls" : "scram-sha-512");
            assertThat(listener.at("/networkPolicyPeers").toString())
                    .isEqualTo("[{\"podSelector\":{\"matchLabels\":{\"frostglass.io/zone\":\"" + name + "\"}}}]");
        }
    }

    @Test
    void aClusterMayHaveAnotherName() {
        assertThat(read("other"))
                .allSatisfy(resource -> assertThat(
                                resource.at("/kind").asText().equals("Kafka")
                                        ? name(resource)
                                        : resource.at("/metadata/labels/strimzi.io~1cluster")
                                                .asText())
                        .isEqualTo("other"));
    }
}
