package io.frostglass.topics.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.tls.TestCa;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {

    private static final Schema SCHEMA = Schema.create(Schema.Type.STRING);

    @TempDir
    Path folder;

    private final TestCa ca = new TestCa("registry-ca");
    private FakeRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry =
                new FakeRegistry(ca.client(ca.issue("registry", new GeneralName(GeneralName.iPAddress, "127.0.0.1"))));
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private SchemaRegistryClient client(Map<String, String> tls) {
        var settings = new HashMap<String, String>(tls);
        settings.put("schema.registry.url", registry.url().toString());
        return SchemaRegistryClient.of(RegistrySettings.of(settings));
    }

    @Test
    void trustsTheAuthorityOfTheFile() throws Exception {
        Path file = folder.resolve("ca.crt");
        ca.write(file);

        try (var client = client(Map.of("schema.registry.ssl.ca.location", file.toString()))) {
            assertThat(client.register("topic-value", SCHEMA)).isEqualTo(1);
        }
    }

    @Test
    void namesTheFileThatDoesNotHoldTheAuthority() throws Exception {
        Path file = folder.resolve("ca.crt");
        new TestCa("another").write(file);

        try (var client = client(Map.of("schema.registry.ssl.ca.location", file.toString()))) {
            assertThatThrownBy(() -> client.register("topic-value", SCHEMA))
                    .isInstanceOf(RegistryAwayException.class)
                    .hasMessageContaining("no TLS with the schema registry at 127.0.0.1:")
                    .hasMessageContaining("was issued by CN=registry-ca, which " + file + " does not hold");
        }
    }

    @Test
    void trustsOnlyTheAuthoritiesOfTheJdkWithoutAFile() {
        try (var client = client(Map.of())) {
            assertThatThrownBy(() -> client.register("topic-value", SCHEMA))
                    .isInstanceOf(RegistryAwayException.class)
                    .hasMessageContaining("no TLS");
        }
    }

    @Test
    void refusesAFileThatIsNoCertificate() throws Exception {
        Path file = Files.writeString(folder.resolve("ca.crt"), "hunter2");

        assertThatThrownBy(() -> client(Map.of("schema.registry.ssl.ca.location", file.toString())))
                .isInstanceOf(ConfigException.class)
                .hasMessage(file + ": holds no certificates in PEM, or damaged ones");
    }
}
