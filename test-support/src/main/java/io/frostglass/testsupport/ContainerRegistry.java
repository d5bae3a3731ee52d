package io.frostglass.testsupport;

import java.net.URI;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/// An Apicurio Registry in a container, in memory. All tests of a JVM share it, because it takes ten seconds to start.
/// Testcontainers removes it at the end.
final class ContainerRegistry {

    private static final int API = 8080;
    private static final int MANAGEMENT = 9000;
    private static final GenericContainer<?> CONTAINER = start();

    private ContainerRegistry() {}

    private static GenericContainer<?> start() {
        var container = new GenericContainer<>(DockerImageName.parse(ContainerMode.registryImage()))
                .withExposedPorts(API, MANAGEMENT)
                // As Confluent's registry does by default.
                .withEnv("APICURIO_RULES_GLOBAL_COMPATIBILITY", "BACKWARD")
                .withEnv("JAVA_OPTS_APPEND", "-Xmx384m")
                .waitingFor(Wait.forHttp("/health/ready").forPort(MANAGEMENT))
                .withStartupTimeout(Duration.ofMinutes(3));
        container.start();
        return container;
    }

    /// For `schema.registry.url`.
    static URI url() {
        return URI.create("http://" + CONTAINER.getHost() + ":" + CONTAINER.getMappedPort(API) + "/apis/ccompat/v7");
    }
}
