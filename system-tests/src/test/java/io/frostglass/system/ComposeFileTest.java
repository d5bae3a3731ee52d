package io.frostglass.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.standalone.Application;
import io.frostglass.topics.Principal;
import io.frostglass.topics.Zone;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// `docker-compose.yml` fits the catalogue: every application, principal and zone is in it, each where it belongs.
class ComposeFileTest {

    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("docker-compose.yml");
    private static final List<Application> APPLICATIONS = Application.ALL;
    private static final List<String> BROKERS = List.of("kafka-1", "kafka-2", "kafka-3");

    /// In the networks of several zones, and forwards nothing from one to another.
    private static final List<String> OF_ALL_ZONES = List.of("kafka-1", "kafka-2", "kafka-3", "registry", "prometheus");

    private static final Map<String, Object> COMPOSE = read();

    private static Map<String, Object> read() {
        var load =
                new Load(LoadSettings.builder().setMaxAliasesForCollections(200).build());
        try {
            return map(merged(load.loadFromString(Files.readString(FILE))));
        } catch (IOException e) {
            throw new AssertionError(FILE + " cannot be read", e);
        }
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void everyApplicationRunsInTheNetworkOfItsZoneAlone(Application application) {
        String name = application.principal().user();
        assertThat(strings(service(name).get("command")))
                .containsExactly(application.command(), "--config", "/etc/frostglass/" + name + ".properties");
        assertThat(zonesOf(name)).containsExactly(application.principal().zone().code());
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void everyApplicationConnectsAsItsPrincipalByTheListenerOfItsZone(Application application) throws IOException {
        Principal principal = application.principal();
        var settings = settings(principal.user());
        String zone = principal.zone().code();
        assertThat(settings).containsEntry("bootstrap.servers", "${env:BOOTSTRAP_SERVERS}");
        assertThat(String.valueOf(environment(principal.user()).get("BOOTSTRAP_SERVERS"))
                        .split(",", -1))
                .containsExactlyElementsOf(BROKERS.stream()
                        .map(broker -> listener(broker, zone).replaceFirst(".*://", ""))
                        .toList());
        // Named so, the files are read again when they change; Kafka's own names would not do that.
        assertThat(settings)
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("ssl.ca.location", "/run/secrets/ca.crt")
                .containsEntry("schema.registry.ssl.ca.location", "/run/secrets/ca.crt");
        assertThat(settings.getProperty("schema.registry.url")).startsWith("https://registry:");
        String own = "/run/secrets/" + principal.user();
        assertThat(settings)
                .containsEntry("http.tls.certificate", own + ".crt")
                .containsEntry("http.tls.key", own + ".key");
        assertThat(settings.getProperty("sasl.jaas.config"))
                .contains("username=\"" + principal.user() + "\"")
                .contains("password=\"${file:/run/secrets/" + principal.user() + ".password}\"");
    }

    /// Workers serve health and metrics alone.
    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void aWorkerIsReadByClientsWithACertificateAlone(Application application) throws IOException {
        String name = application.principal().user();
        boolean serves = !strings(service(name).get("ports")).isEmpty();
        var settings = settings(name);

        if (serves) {
            assertThat(settings).doesNotContainKeys("http.tls.client.auth", "http.tls.client.ca");
        } else {
            assertThat(settings)
                    .containsEntry("http.tls.client.auth", "required")
                    .containsEntry("http.tls.client.ca", "/run/secrets/ca.crt");
        }
        assertThat(secrets("prometheus")).contains("prometheus.crt", "prometheus.key");
    }

    @ParameterizedTest
    @FieldSource("APPLICATIONS")
    void nothingElseHasTheKeyOfAnApplication(Application application) {
        String name = application.principal().user();

        assertThat(services().filter(service -> secrets(service).contains(name + ".key")))
                .containsExactly(name);
    }

    /// In clear is no part of any address, but of the demo's receiver.
    @Test
    void whatWatchesTheApplicationsSpeaksTls() throws IOException {
        for (String server : List.of("prometheus", "alertmanager")) {
            assertThat(strings(service(server).get("command")))
                    .contains("--web.config.file=/etc/" + server + "/web.yml");
            assertThat(monitoring(server + "-web.yml"))
                    .contains("cert_file: /run/secrets/" + server + ".crt", "min_version: TLS13");
            assertThat(mounts(server))
                    .contains("./compose/monitoring/" + server + "-web.yml:/etc/" + server + "/web.yml:ro");
        }
        assertThat(environment("grafana")).containsEntry("GF_SERVER_PROTOCOL", "https");
        assertThat(monitoring("grafana-datasource.yml"))
                .contains("https://prometheus:")
                .doesNotContain("http://");
        String prometheus = monitoring("prometheus.yml");
        assertThat(prometheus.split("scheme: https", -1))
                .hasSameSizeAs((prometheus + " ").split("static_configs|dns_sd_configs", -1));
        assertThat(environment("registry")).containsEntry("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    }

    private static String monitoring(String file) throws IOException {
        return Files.readString(ROOT.resolve("compose/monitoring").resolve(file));
    }

    static Properties settings(String application) throws IOException {
        var settings = new Properties();
        try (Reader reader =
                Files.newBufferedReader(ROOT.resolve("compose/applications").resolve(application + ".properties"))) {
            settings.load(reader);
        }
        return settings;
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheProvisionerAndItselfHaveThePasswordOfAPrincipal(Principal principal) {
        String password = principal.user() + ".password";
        assertThat(map(COMPOSE.get("secrets"))).containsKey(password);
        assertThat(services().filter(name -> secrets(name).contains(password)))
                .contains("provisioner")
                .isSubsetOf("provisioner", principal.user());
    }

    @ParameterizedTest
    @EnumSource
    void everyZoneIsANetworkWithoutARouteOut(Zone zone) {
        assertThat(map(map(COMPOSE.get("networks")).get(zone.code()))).containsEntry("internal", true);
        for (String broker : BROKERS) {
            assertThat(zonesOf(broker)).contains(zone.code());
            assertThat(listener(broker, zone.code()))
                    .as("bound to the address that %s has in that network alone", broker)
                    .startsWith(zone.name() + "://" + broker + "." + zone.code() + ":");
            assertThat(strings(map(map(service(broker).get("networks")).get(zone.code()))
                            .get("aliases")))
                    .containsExactly(broker + "." + zone.code());
        }
    }

    @Test
    void noServiceConnectsTwoZones() {
        assertThat(services().filter(name -> zonesOf(name).size() > 1)).hasSameElementsAs(OF_ALL_ZONES);
    }

    @Test
    void anAgentReachesTheGatewayAlone() {
        assertThat(services().filter(name -> networks(name).contains("agents"))).containsExactly("agent-gateway");
    }

    /// The rules are apart from the secrets of receivers and from the way out.
    @Test
    void onlyAlertDeliveryReachesReceiversAndHasTheirSecrets() {
        assertThat(services().filter(name -> networks(name).contains("receivers")))
                .containsExactly("alert-delivery", "receiver");
        assertThat(services().filter(name -> secrets(name).contains("receiver.secret")))
                .containsExactly("alert-delivery", "receiver");
        assertThat(services().filter(name -> mounts(name).anyMatch(mount -> mount.contains("/local/alerts"))))
                .containsExactly("alert-delivery");
        assertThat(networks("escalation-sink")).containsExactly("sanitized");
    }

    @Test
    void picturesAndTheirSecretsAreInTheRestrictedZone() {
        assertThat(services().filter(name -> mounts(name).anyMatch(mount -> mount.contains("/local/restricted"))))
                .containsExactlyInAnyOrder("ingest", "anonymize-stream", "cameras");
        assertThat(networks("anonymize-stream")).containsExactly("restricted");
    }

    @Test
    void picturesAreEncryptedOnTheBrokersDisks() throws IOException {
        for (String name : List.of("ingest", "anonymize-stream")) {
            assertThat(settings(name))
                    .containsEntry("encryption.enabled", "true")
                    .containsEntry("encryption.keystore.file", "/run/secrets/data-keystore.p12");
        }
        for (String secret : List.of("data-keystore.p12", "data-keystore.password")) {
            assertThat(services().filter(name -> secrets(name).contains(secret)))
                    .containsExactlyInAnyOrder("ingest", "anonymize-stream");
        }
    }

    @Test
    void topicsAreThoseOfTheCatalogue() {
        assertThat(strings(service("provisioner").get("command"))).startsWith("topics", "apply");
        for (String broker : BROKERS) {
            assertThat(environment(broker))
                    .containsEntry("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                    .containsEntry("KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND", "false")
                    .containsEntry("KAFKA_DEFAULT_REPLICATION_FACTOR", 3)
                    .containsEntry("KAFKA_MIN_INSYNC_REPLICAS", 2);
        }
        for (Application application : APPLICATIONS) {
            assertThat(map(service(application.principal().user()).get("depends_on")))
                    .containsKey("provisioner");
        }
    }

    static Stream<String> services() {
        return map(COMPOSE.get("services")).keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("services")
    void everyServiceIsConfined(String name) {
        assertThat(service(name))
                .containsEntry("read_only", true)
                .containsEntry("cap_drop", List.of("ALL"))
                .containsEntry("security_opt", List.of("no-new-privileges:true"))
                .containsKeys("mem_limit", "cpus", "pids_limit");
        assertThat(strings(service(name).get("ports"))).allMatch(port -> port.startsWith("127.0.0.1:"));
    }

    @Test
    void versionsOfImagesStandOnce() throws IOException {
        Map<String, Long> versions = Pattern.compile("image: (\\S+:\\S+)")
                .matcher(Files.readString(FILE))
                .results()
                .collect(Collectors.groupingBy(match -> match.group(1), Collectors.counting()));
        assertThat(versions)
                .isNotEmpty()
                .allSatisfy((image, times) -> assertThat(times).as(image).isEqualTo(1));
    }

    static Map<String, Object> service(String name) {
        return map(map(COMPOSE.get("services")).get(name));
    }

    static Map<String, Object> environment(String service) {
        return map(service(service).get("environment"));
    }

    private static Collection<String> networks(String service) {
        Object networks = service(service).get("networks");
        return networks instanceof Map<?, ?> byName ? map(byName).keySet() : strings(networks);
    }

    private static List<String> zonesOf(String service) {
        return Arrays.stream(Zone.values())
                .map(Zone::code)
                .filter(networks(service)::contains)
                .toList();
    }

    /// The listener of a broker for the network of a zone.
    private static String listener(String broker, String zone) {
        return Arrays.stream(String.valueOf(environment(broker).get("KAFKA_LISTENERS"))
                        .split(",", -1))
                .filter(listener -> listener.contains("." + zone + ":"))
                .collect(Collectors.joining(" and "));
    }

    static List<String> secrets(String service) {
        return service(service).get("secrets") instanceof List<?> list
                ? list.stream()
                        .map(secret -> secret instanceof Map<?, ?> named
                                ? String.valueOf(named.get("source"))
                                : String.valueOf(secret))
                        .toList()
                : List.of();
    }

    static Stream<String> mounts(String service) {
        return strings(service(service).get("volumes")).stream();
    }

    static List<String> strings(@Nullable Object list) {
        return list instanceof List<?> values
                ? values.stream().map(String::valueOf).toList()
                : List.of();
    }

    static Map<String, Object> map(@Nullable Object node) {
        if (!(node instanceof Map<?, ?> found)) {
            throw new AssertionError("no mapping: " + node);
        }
        var map = new LinkedHashMap<String, Object>();
        found.forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    /// Resolves `<<`, which is not in YAML 1.2 but in Compose.
    private static Object merged(Object node) {
        return switch (node) {
            case Map<?, ?> map -> {
                var result = new LinkedHashMap<String, Object>();
                if (map.get("<<") instanceof Map<?, ?> base) {
                    result.putAll(map(merged(base)));
                }
                map.forEach((key, value) -> {
                    if (!"<<".equals(key)) {
                        result.put(String.valueOf(key), value == null ? "" : merged(value));
                    }
                });
                yield result;
            }
            case List<?> list -> list.stream().map(ComposeFileTest::merged).toList();
            default -> node;
        };
    }
}
