package io.frostglass.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationSettingsTest {

    private static final ConfigDef DEFINITION = CommonSettings.definition(8081)
            .define("rotation.ms", ConfigDef.Type.LONG, 1000L, ConfigDef.Importance.LOW, "How often.");

    private static final Map<String, String> ENOUGH =
            Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", "http://localhost:8085");

    @Test
    void reportsEveryProblemAtOnceByName() {
        // Given
        var wrong = Map.of("http.port", "eighty", "rotation.ms", "soon", "htpp.host", "localhost");

        // Then
        assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> ApplicationSettings.of(wrong, DEFINITION))
                .satisfies(e -> assertThat(e.problems())
                        .anyMatch(p -> p.startsWith("http.port:"))
                        .anyMatch(p -> p.startsWith("rotation.ms:"))
                        .anyMatch(p -> p.equals("htpp.host: no such setting"))
                        .anyMatch(p -> p.startsWith("bootstrap.servers:"))
                        .anyMatch(p -> p.startsWith("schema.registry.url:"))
                        .hasSize(5));
    }

    @Test
    void neverRepeatsAValueThatCameThroughAReference(@TempDir Path folder) throws IOException {
        // Given
        Path secret = Files.writeString(folder.resolve("secret"), "hunter2");
        var settings = new HashMap<>(ENOUGH);
        settings.put("http.port", "${file:" + secret + "}");

        // Then
        assertThatExceptionOfType(InvalidSettings.class)
                .isThrownBy(() -> ApplicationSettings.of(settings, DEFINITION))
                .satisfies(e -> assertThat(e.getMessage()).contains("http.port").doesNotContain("hunter2"));
    }

    @Test
    void givesAClientItsOwnSettingsOverTheSharedOnes() {
        // Given
        var settings = new HashMap<>(ENOUGH);
        settings.put("client.id", "shared");
        settings.put("producer.client.id", "mine");

        // When
        ApplicationSettings read = ApplicationSettings.of(settings, DEFINITION);

        // Then
        assertThat(read.kafka("producer."))
                .containsEntry("client.id", "mine")
                .containsEntry("bootstrap.servers", "localhost:9092")
                .doesNotContainKey("schema.registry.url");
        assertThat(read.kafka("consumer.")).containsEntry("client.id", "shared");
    }

    @Test
    void takesTheFileOverTheDefault() {
        // Given
        var settings = new HashMap<>(ENOUGH);
        settings.put("http.port", "9999");

        // Then
        assertThat(ApplicationSettings.of(ENOUGH, DEFINITION).integer("http.port"))
                .isEqualTo(8081);
        assertThat(ApplicationSettings.of(settings, DEFINITION).integer("http.port"))
                .isEqualTo(9999);
    }
}
