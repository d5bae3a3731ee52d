package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {

    @TempDir
    Path folder;

    private static ApplicationSettings settings(Map<String, String> some) {
        var all = new HashMap<>(some);
        all.put("bootstrap.servers", "127.0.0.1:1");
        all.put("schema.registry.url", "http://127.0.0.1:1");
        return ApplicationSettings.of(all, CommonSettings.definition(0));
    }

    @Test
    void areNotNeeded() {
        assertThat(TlsFiles.of(settings(Map.of()))).isEmpty();
    }

    @Test
    void needEachOther() {
        assertThatThrownBy(() -> TlsFiles.of(settings(Map.of("http.tls.key", "server.key"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.certificate and http.tls.key need each other");
        assertThatThrownBy(() -> TlsFiles.of(settings(Map.of("http.tls.client.ca", "clients.pem"))))
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.client.ca needs http.tls.certificate");
    }

    @Test
    void thatAreNoPemAreNamedAndNotRepeated() throws Exception {
        // Given
        Path file = Files.writeString(folder.resolve("server.pem"), "hunter2");
        var files = TlsFiles.of(
                        settings(Map.of("http.tls.certificate", file.toString(), "http.tls.key", file.toString())))
                .orElseThrow();

        // Then
        assertThatThrownBy(files::read)
                .isInstanceOf(ConfigException.class)
                .hasMessage("http.tls.certificate: holds no certificates in PEM")
                .hasNoCause();
    }
}
