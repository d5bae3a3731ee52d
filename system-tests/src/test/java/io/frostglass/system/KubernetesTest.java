package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.frostglass.admin.StrimziResources;
import io.frostglass.standalone.Application;
import io.frostglass.topics.Principal;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `kubernetes/`, composed by `kubectl kustomize`, fits the catalogue, `docker-compose.yml`, and the types of
/// Kubernetes and Strimzi. Without `kubectl`, the tests of what it composes are skipped.
class KubernetesTest {

    private static final Path ROOT = Path.of("..");
    private static final Path OVERLAY = ROOT.resolve("kubernetes/overlays/production");
    private static final Path KAFKA_FILE = ROOT.resolve("kubernetes/base/kafka.yaml");
    private static final List<Application> APPLICATIONS = Application.ALL;
    private static final int HTTPS = 8080;
    private static final int REGISTRY_PORT = 8443;

    private static final String NAME = "app.kubernetes.io/name";
    private static final String ZONE = "frostglass.io/zone";

    /// A Secret with any number of files; with Compose, it is this one.
    private static final Map<String, String> WHOLE_SECRETS = Map.of("receiver-secrets", "receiver.secret");

    private static final Map<String, Class<?>> TYPES = Map.ofEntries(
            Map.entry("ConfigMap", ConfigMap.class),
            Map.entry("CronJob", CronJob.class),
            Map.entry("Deployment", Deployment.class),
            Map.entry("Job", Job.class),
            Map.entry("Kafka", Kafka.class),
            Map.entry("KafkaNodePool", KafkaNodePool.class),
            Map.entry("KafkaTopic", KafkaTopic.class),
            Map.entry("KafkaUser", KafkaUser.class),
            Map.entry("Namespace", Namespace.class),
            Map.entry("NetworkPolicy", NetworkPolicy.class),
            Map.entry("PersistentVolumeClaim", PersistentVolumeClaim.class),
            Map.entry("PodDisruptionBudget", PodDisruptionBudget.class),
            Map.entry("Service", Service.class),
            Map.entry("StatefulSet", StatefulSet.class));

    /// These types keep what they do not know, unless told otherwise.
    private static final ObjectMapper STRICT = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    private static List<JsonNode> resources = List.of();

    @BeforeAll
    static void compose() throws Exception {
        assumeTrue(hasKubectl(), "there is no kubectl");
        var process = new ProcessBuilder("kubectl", "kustomize", OVERLAY.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("exit code of kubectl kustomize").isZero();
        resources = documents(yaml);
    }

    private static boolean hasKubectl() throws InterruptedException {
        try {
            return new ProcessBuilder("kubectl", "version", "--client")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<JsonNode> documents(String yaml) {
        var documents = new ArrayList<JsonNode>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(yaml)
                .forEach(document -> documents.add(new ObjectMapper().valueToTree(document)));
        return documents;
    }

    @Test
    void kafkaIsTheCatalogues() throws IOException {
        String expected =
                "# Made from the catalogue: frostglass topics export --strimzi\n" + StrimziResources.yaml("frostglass");
        if ("write".equals(System.getProperty("frostglass.docs"))) {
            Files.writeString(KAFKA_FILE, expected);
        } else {
            assertThat(Files.readString(KAFKA_FILE))
                    .as("%s; write it with -Dfrostglass.docs=write", KAFKA_FILE)
                    .isEqualTo(expected);
        }
    }

    @Test
    void everyResourceIsOfItsType() {
        assertThat(resources).hasSizeGreaterThan(100).allSatisfy(resource -> {
            String kind = resource.at("/kind").asText();
            if (!kind.equals("ScaledObject")) {
                assertThat(TYPES).containsKey(kind);
                assertThatCode(() -> STRICT.treeToValue(resource, TYPES.get(kind)))
                        .as("%s %s", kind, name(resource))
                        .doesNotThrowAnyException();
            }
        });
    }

    @Test
    void theTypesRefuseWhatTheyDoNotKnow() {
        JsonNode misspelt = documents("""
                apiVersion: kafka.strimzi.io/v1
                kind: KafkaUser
                metadata: {name: ingest}
                spec: {authorization: {type: simple, acls: [{resource: {type: topic, nam: x}, operations: [Read]}]}}
                """).getFirst();

        assertThatCode(() -> STRICT.treeToValue(misspelt, KafkaUser.class)).hasMessageContaining("\"nam\"");
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void everyApplicationRunsAsInContainers(Application application) throws IOException {
        String name = application.principal().user();
        var compose = ComposeFileTest.service(name);
        JsonNode pod = pod(name);
        JsonNode container = container(name);

        assertThat(texts(container.at("/args"))).isEqualTo(ComposeFileTest.strings(compose.get("command")));
        assertThat(mountPaths(container))
                .containsAll(ComposeFileTest.mounts(name)
                        .map(mount -> mount.split(":", -1)[1])
                        .toList());
        assertThat(secretFiles(pod)).containsExactlyInAnyOrderElementsOf(ComposeFileTest.secrets(name));
        assertThat(container.at("/resources/limits/memory").asText())
                .isEqualTo(String.valueOf(compose.get("mem_limit")).replace("m", "Mi"));
        assertThat(new BigDecimal(container.at("/resources/limits/cpu").asText().replace("m", "")).movePointLeft(3))
                .isEqualByComparingTo(String.valueOf(compose.get("cpus")));
        assertThat(pod.at("/terminationGracePeriodSeconds").asText() + "s").isEqualTo(compose.get("stop_grace_period"));
        assertThat(listener(application.principal().zone().code()).at("/port").asInt())
                .as("the port that %s connects to", name)
                .isEqualTo(brokerPort(container));
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void everyApplicationIsInItsZoneAndCanBeDrained(Application application) throws IOException {
        String name = application.principal().user();
        JsonNode workload = workload(name);

        assertThat(workload.at("/spec/template/metadata/labels").get(ZONE).asText())
                .isEqualTo(application.principal().zone().code());
        assertThat(named("PodDisruptionBudget", name).at("/spec/selector/matchLabels"))
                .isEqualTo(workload.at("/spec/selector/matchLabels"));
        assertThat(pod(name).at("/topologySpreadConstraints")).hasSize(2);
        assertThat(workload.at("/spec/minReadySeconds").asInt()).isEqualTo(10);
        boolean scaled = all("ScaledObject").anyMatch(it -> name(it).equals(name));
        assertThat(workload.at("/spec/replicas").asInt(0)).isEqualTo(scaled ? 0 : 2);
        String health = ComposeFileTest.settings(name).getProperty("health.port");
        JsonNode container = container(name);
        assertThat(texts(container.at("/livenessProbe/exec/command"))).containsExactly("healthy", health, "live");
        assertThat(texts(container.at("/startupProbe/exec/command"))).containsExactly("healthy", health, "live");
        assertThat(texts(container.at("/readinessProbe/exec/command"))).containsExactly("healthy", health, "ready");
    }

    /// What does not keep its name or a disk is a Deployment.
    @Test
    void applicationsWithStateOrANameOfTheirOwnAreStatefulSets() throws IOException {
        assertThat(all("Deployment").map(KubernetesTest::name))
                .containsExactlyInAnyOrder("token-stream", "alert-delivery");
        JsonNode anonymizer = named("StatefulSet", "anonymize-stream");
        assertThat(anonymizer.at("/spec/volumeClaimTemplates/0/metadata/name").asText())
                .isEqualTo("state");
        assertThat(mountPaths(container("anonymize-stream")))
                .contains(ComposeFileTest.settings("anonymize-stream").getProperty("state.dir"));
    }

    @Test
    void everyPodIsConfined() {
        assertThat(workloads()).hasSize(APPLICATIONS.size() + 4).allSatisfy(workload -> {
            JsonNode pod = template(workload).at("/spec");
            assertThat(pod.at("/automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            assertThat(pod.at("/containers")).isNotEmpty().allSatisfy(container -> {
                JsonNode security = container.at("/securityContext");
                assertThat(security.at("/allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(security.at("/readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(container.at("/resources/limits/memory").isTextual()).isTrue();
                // No secret is in the environment.
                assertThat(container.at("/env"))
                        .allSatisfy(
                                variable -> assertThat(variable.has("value")).isTrue());
            });
        });
    }

    @Test
    void instancesAreAddedByMetricsOfTheVocabularyAndNeverAllTakenAway() {
        assertThat(all("ScaledObject")).hasSize(2).allSatisfy(scaled -> {
            assertThat(workload(scaled.at("/spec/scaleTargetRef/name").asText()).at("/kind"))
                    .isEqualTo(scaled.at("/spec/scaleTargetRef/kind"));
            assertThat(scaled.at("/spec/minReplicaCount").asInt()).isGreaterThan(1);
            assertThat(scaled.at("/spec/idleReplicaCount").isMissingNode()).isTrue();
            assertThat(scaled.at("/spec/triggers")).hasSize(1);
            assertThat(scaled.at("/spec/triggers/0/type").asText()).isEqualTo("prometheus");
            assertThat(PromQl.unknown(
                            scaled.at("/spec/triggers/0/metadata/query").asText()))
                    .isEmpty();
        });
    }

    @Test
    void backupsAreTakenAsThePrincipalForThemWithAKeyOfTheirOwn() {
        assertThat(secretFiles(pod("backup"))).containsExactlyInAnyOrderElementsOf(ComposeFileTest.secrets("backup"));
        assertThat(brokerPort(container("backup")))
                .isEqualTo(listener(Principal.BACKUP.zone().code()).at("/port").asInt());
        String options = String.join(" ", texts(container("backup").at("/args")));
        assertThat(mountPaths(container("backup"))).contains("/etc/frostglass/backup.properties", "/backups");
        assertThat(options)
                .isEqualTo("backup --config /etc/frostglass/backup.properties --target /backups"
                        + " --key-file /run/secrets/backup-encryption.key");
    }

    @Test
    void brokersAndRegistryAreSetAsInContainers() {
        var broker = ComposeFileTest.environment("kafka-1");
        JsonNode kafka = all("Kafka").findFirst().orElseThrow().at("/spec/kafka");
        assertThat(kafka.at("/config").properties())
                .isNotEmpty()
                .allSatisfy(setting -> assertThat(broker)
                        .containsKey(variable(setting.getKey()))
                        .extractingByKey(variable(setting.getKey()))
                        .hasToString(setting.getValue().asText()));
        assertThat(kafka.at("/authorization/type").asText()).isEqualTo("simple");
        assertThat(texts(kafka.at("/authorization/superUsers"))).containsExactly("CN=provisioner");

        var registry = ComposeFileTest.environment("registry");
        Map<String, String> given = new LinkedHashMap<>();
        container("registry")
                .at("/env")
                .forEach(variable -> given.put(
                        variable.at("/name").asText(), variable.at("/value").asText()));
        assertThat(given)
                .containsExactlyInAnyOrderEntriesOf(registry.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, it -> String.valueOf(it.getValue()))));
        assertThat(container("registry").at("/image").asText())
                .isEqualTo(ComposeFileTest.service("registry").get("image"));
    }

    /// As the image of Kafka names the variable of a setting.
    private static String variable(String setting) {
        return "KAFKA_" + setting.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    @Test
    void thePageNamesEverySecretThatSomebodyMustMake() throws IOException {
        var made = new TreeSet<String>();
        resources.forEach(resource -> resource.findValues("secretName").forEach(it -> made.add(it.asText())));
        resources.forEach(resource -> resource.findValues("secret").stream()
                .filter(secret -> secret.has("name"))
                .forEach(secret -> made.add(secret.at("/name").asText())));
        all("KafkaUser").map(KubernetesTest::name).forEach(made::remove);

        assertThat(Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE)
                        .matcher(Files.readString(ROOT.resolve("docs/kubernetes.md")))
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(made);
    }

    /// A pod, as network policies see it.
    private record Peer(String name, JsonNode labels) {}

    private static Peer peer(String workload) {
        return new Peer(workload, workload(workload).at("/spec/template/metadata/labels"));
    }

    private static Peer broker() {
        return new Peer(
                "a broker",
                new ObjectMapper()
                        .valueToTree(Map.of("strimzi.io/cluster", "frostglass", "strimzi.io/broker-role", "true")));
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void anApplicationReachesTheListenerOfItsZoneAndTheRegistryAlone(Application application) {
        Peer from = peer(application.principal().user());
        String zone = application.principal().zone().code();

        for (JsonNode listener : all("Kafka").findFirst().orElseThrow().at("/spec/kafka/listeners")) {
            int port = listener.at("/port").asInt();
            boolean own = listener.at("/name").asText().equals(zone);
            assertThat(leaves(from, broker(), port))
                    .as("%s to port %d", from.name(), port)
                    .isEqualTo(own);
            assertThat(listener.at("/networkPolicyPeers"))
                    .allSatisfy(peer -> assertThat(selects(peer.at("/podSelector"), from.labels()))
                            .isEqualTo(own));
        }
        for (Application other : APPLICATIONS) {
            Peer to = peer(other.principal().user());
            assertThat(leaves(from, to, HTTPS) || arrives(from, to, HTTPS))
                    .as("%s to %s", from.name(), to.name())
                    .isFalse();
        }
        assertThat(leaves(from, peer("registry"), REGISTRY_PORT) && arrives(from, peer("registry"), REGISTRY_PORT))
                .isTrue();
        assertThat(leaves(peer("registry"), from, HTTPS)).isFalse();
    }

    @Test
    void whatNoPolicyAllowsIsDenied() {
        assertThat(named("NetworkPolicy", "default-deny").at("/spec"))
                .hasToString("{\"podSelector\":{},\"policyTypes\":[\"Ingress\",\"Egress\"]}");
    }

    @Test
    void onlyAlertDeliveryHasAWayOut() {
        List<String> policies = all("NetworkPolicy")
                .filter(policy -> policy.at("/spec/egress").findValue("ipBlock") != null)
                .map(KubernetesTest::name)
                .toList();

        assertThat(policies).containsExactly("edge-receivers");
        assertThat(named("NetworkPolicy", "edge-receivers").at("/spec/podSelector/matchLabels"))
                .isEqualTo(workload("alert-delivery").at("/spec/selector/matchLabels"));
    }

    private static boolean leaves(Peer from, Peer to, int port) {
        return allows("egress", "to", from, to, port);
    }

    private static boolean arrives(Peer from, Peer to, int port) {
        return allows("ingress", "from", to, from, port);
    }

    /// Whether a policy that selects `one` allows it the other; or none selects it, and everything is allowed.
    private static boolean allows(String direction, String side, Peer one, Peer other, int port) {
        List<JsonNode> policies = all("NetworkPolicy")
                .filter(policy -> selects(policy.at("/spec/podSelector"), one.labels()))
                .filter(policy -> texts(policy.at("/spec/policyTypes"))
                        .contains(direction.equals("egress") ? "Egress" : "Ingress"))
                .toList();
        return policies.isEmpty()
                || policies.stream()
                        .flatMap(policy -> elements(policy.at("/spec/" + direction)))
                        .anyMatch(rule -> names(rule, side, other) && hasPort(rule, port));
    }

    private static boolean names(JsonNode rule, String side, Peer other) {
        return !rule.has(side)
                || elements(rule.get(side))
                        // Another namespace, or an address outside the cluster, is none of ours.
                        .filter(peer -> !peer.has("namespaceSelector") && !peer.has("ipBlock"))
                        .anyMatch(peer -> selects(peer.at("/podSelector"), other.labels()));
    }

    private static boolean hasPort(JsonNode rule, int port) {
        return !rule.has("ports")
                || elements(rule.get("ports")).anyMatch(it -> it.at("/port").asInt() == port);
    }

    private static boolean selects(JsonNode selector, JsonNode labels) {
        boolean all = selector.at("/matchLabels").properties().stream()
                .allMatch(label -> label.getValue().equals(labels.get(label.getKey())));
        return all
                && elements(selector.at("/matchExpressions")).allMatch(expression -> {
                    assertThat(expression.at("/operator").asText()).isEqualTo("Exists");
                    return labels.has(expression.at("/key").asText());
                });
    }

    private static Stream<JsonNode> all(String kind) {
        return resources.stream()
                .filter(resource -> resource.at("/kind").asText().equals(kind));
    }

    private static JsonNode named(String kind, String name) {
        return all(kind).filter(it -> name(it).equals(name)).findFirst().orElseThrow();
    }

    private static Stream<JsonNode> workloads() {
        return Stream.of("Deployment", "StatefulSet", "Job", "CronJob").flatMap(KubernetesTest::all);
    }

    private static JsonNode workload(String name) {
        return workloads().filter(it -> name(it).equals(name)).findFirst().orElseThrow();
    }

    private static JsonNode pod(String name) {
        JsonNode template = template(workload(name));
        assertThat(template.at("/metadata/labels").get(NAME).asText()).isEqualTo(name);
        return template.at("/spec");
    }

    private static JsonNode template(JsonNode workload) {
        return workload.at(
                workload.at("/kind").asText().equals("CronJob") ? "/spec/jobTemplate/spec/template" : "/spec/template");
    }

    private static JsonNode container(String name) {
        assertThat(pod(name).at("/containers")).hasSize(1);
        return pod(name).at("/containers/0");
    }

    private static JsonNode listener(String name) {
        return elements(all("Kafka").findFirst().orElseThrow().at("/spec/kafka/listeners"))
                .filter(listener -> listener.at("/name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int brokerPort(JsonNode container) {
        assertThat(container.at("/env/0/name").asText()).isEqualTo("BOOTSTRAP_SERVERS");
        return Integer.parseInt(container.at("/env/0/value").asText().replace("frostglass-kafka-bootstrap:", ""));
    }

    private static List<String> mountPaths(JsonNode container) {
        return elements(container.at("/volumeMounts"))
                .map(mount -> mount.at("/mountPath").asText())
                .toList();
    }

    /// The files in `/run/secrets`.
    private static List<String> secretFiles(JsonNode pod) {
        return elements(pod.at("/volumes"))
                .filter(volume -> volume.at("/name").asText().equals("secrets"))
                .flatMap(volume -> elements(volume.at("/projected/sources")))
                .map(source -> source.at("/secret"))
                .flatMap(secret -> secret.has("items")
                        ? elements(secret.at("/items"))
                                .map(item -> item.at("/path").asText())
                        : Stream.of(
                                WHOLE_SECRETS.getOrDefault(secret.at("/name").asText(), "")))
                .toList();
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static List<String> texts(JsonNode array) {
        return elements(array).map(JsonNode::asText).toList();
    }

    private static String name(JsonNode resource) {
        return resource.at("/metadata/name").asText();
    }
}
