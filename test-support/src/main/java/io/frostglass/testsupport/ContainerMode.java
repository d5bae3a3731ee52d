package io.frostglass.testsupport;

import java.nio.file.Path;
import java.util.Objects;

/// Whether tests use containers. The Maven profile `containers` sets these system properties:
///
/// | property | meaning |
/// |---|---|
/// | `frostglass.containers.kafka` | the image of the broker |
/// | `frostglass.containers.registry` | the image of the schema registry |
/// | `frostglass.containers.skipped` | the file to make if no engine answers; the module then says so at its end |
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

    /// A file that tells the build that tests were skipped.
    static Path skippedFile() {
        return Path.of(property("frostglass.containers.skipped"));
    }

    private static String property(String name) {
        return Objects.requireNonNull(System.getProperty(name), name);
    }
}
