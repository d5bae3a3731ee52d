package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.tls.kafka.PemSslEngineFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApplicationTlsTest {

    private static final String FACTORY = "ssl.engine.factory.class";

    private final MeterRegistry metrics = new SimpleMeterRegistry();

    @TempDir
    Path folder;

    private static ApplicationSettings settings(Map<String, String> some) {
        var all = new HashMap<>(some);
        all.put("bootstrap.servers", "127.0.0.1:1");
        all.put("schema.registry.url", "http://127.0.0.1:1");
        return ApplicationSettings.of(all, CommonSettings.definition(0));
    }

    @Test
    void isNotNeeded() {
        assertThat(ApplicationTls.server(settings(Map.of()), metrics)).isEmpty();
    }

    @Test
    void needsCertificateAndKey() {
        assertThatThrownBy(() -> ApplicationTls.server(settings(Map.of("http.tls.key", "server.key")), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.certificate and http.tls.key need each other");
        assertThatThrownBy(() -> ApplicationTls.server(settings(Map.of("http.tls.client.ca", "clients.pem")), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.client.ca needs http.tls.certificate");
        assertThatThrownBy(() -> ApplicationTls.server(settings(Map.of("http.tls.client.auth", "required")), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.client.auth=required needs http.tls.client.ca");
    }

    @Test
    void namesAWrongFileAndRepeatsNothingOfIt() throws Exception {
        Path file = Files.writeString(folder.resolve("server.pem"), "hunter2");
        String path = file.toString();

        assertThatThrownBy(() -> ApplicationTls.server(
                        settings(Map.of("http.tls.certificate", path, "http.tls.key", path)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessage(path + ": holds no certificates in PEM, or damaged ones")
                .hasNoCause();
        assertThatThrownBy(() -> ApplicationTls.measureClients(settings(Map.of("ssl.ca.location", path)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(path + ": ");
        assertThatThrownBy(() -> ApplicationTls.measureClients(
                        settings(Map.of("schema.registry.ssl.ca.location", path)), metrics))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith(path + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL", "SASL_SSL", "sasl_ssl"})
    void ofKafkaIsReadFromPemFilesByDefault(String protocol) {
        var settings = settings(Map.of("security.protocol", protocol, "ssl.ca.location", "ca.crt"));

        assertThat(settings.kafka("consumer."))
                .containsEntry(FACTORY, PemSslEngineFactory.class.getName())
                .containsEntry("ssl.ca.location", "ca.crt");
        assertThat(settings.kafkaStreams()).containsEntry(FACTORY, PemSslEngineFactory.class.getName());
    }

    @Test
    void ofKafkaStaysAsTheOperatorSets() {
        assertThat(settings(Map.of()).kafka("consumer.")).doesNotContainKey(FACTORY);
        assertThat(settings(Map.of("security.protocol", "SSL", FACTORY, "another"))
                        .kafka("consumer."))
                .containsEntry(FACTORY, "another");
        assertThat(settings(Map.of("security.protocol", "SSL", "ssl.truststore.location", "trust.p12"))
                        .kafka("consumer."))
                .doesNotContainKey(FACTORY);
    }
}
