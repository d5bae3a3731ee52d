package io.frostglass.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/// Whether tests use containers. The Maven profile `containers` sets these system properties:
///
/// | property | meaning |
/// |---|---|
/// | `frostglass.containers.kafka` | the image of the broker |
/// | `frostglass.containers.registry` | the image of the schema registry |
/// | `frostglass.containers.skipped` | the file to make if no engine answers; the build then says so at its end |
final class ContainerMode {

    private static final String KAFKA = "frostglass.containers.kafka";

    private ContainerMode() {}

    static boolean isOn() {
        return System.getProperty(KAFKA) != null;
    }

    static String kafkaImage() {
        return property(KAFKA);
    }

    static String registryImage() {
        return property("frostglass.containers.registry");
    }

    /// Skips the running test if no engine answers.
    static void skipWithoutEngine() throws IOException {
        Path skipped = Path.of(property("frostglass.containers.skipped"));
        if (DockerClientFactory.instance().isDockerAvailable()) {
            Files.deleteIfExists(skipped);
            return;
        }
        Files.createDirectories(Objects.requireNonNull(skipped.getParent()));
        Files.writeString(skipped, "no container engine answers\n");
        Assumptions.abort("SKIPPED: no container engine answers");
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
