package io.frostglass.testsupport;

import static io.frostglass.testsupport.Eventually.eventually;

import io.frostglass.embedded.BrokerSettings;
import io.frostglass.tls.TlsFiles;
import io.frostglass.topics.Principal;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/// A broker in a container of the official image, with TLS and with the access control of production.
///
/// | listener | clients | authentication |
/// |---|---|---|
/// | `CLIENT` | applications | SCRAM-SHA-512 |
/// | `OPERATORS` | the administrator, and the broker itself | certificate of `admin` |
///
/// The image cannot make users when it formats its storage, so the administrator makes them.
final class ContainerBroker implements TestBroker {

    private static final String HOST = "127.0.0.1";
    private static final int CONTROLLER_PORT = 9090;
    private static final String SETTINGS = "/mnt/shared/config/server.properties";
    private static final String IDENTITY = "/etc/kafka/secrets/broker.pem";
    private static final String AUTHORITY = "/etc/kafka/secrets/ca.pem";

    private final GenericContainer<?> container;
    private final int clients;
    private final int operators;
    private final TlsFiles own;
    private final Map<Principal, String> passwords = Arrays.stream(Principal.values())
            .collect(
                    Collectors.toMap(Function.identity(), _ -> UUID.randomUUID().toString()));

    private ContainerBroker(Path folder) throws IOException {
        own = SelfSignedCertificate.make(folder, BrokerSettings.ADMIN);
        try (var one = new ServerSocket(0);
                var another = new ServerSocket(0)) {
            clients = one.getLocalPort();
            operators = another.getLocalPort();
        }
        String certificate = Files.readString(own.certificate().orElseThrow());
        container = new GenericContainer<>(DockerImageName.parse(ContainerMode.kafkaImage()))
                .withEnv("KAFKA_HEAP_OPTS", "-Xms256m -Xmx256m")
                .withCopyToContainer(Transferable.of(settings()), SETTINGS)
                .withCopyToContainer(Transferable.of(Files.readString(own.key().orElseThrow()) + certificate), IDENTITY)
                .withCopyToContainer(Transferable.of(certificate), AUTHORITY);
        // The same number inside: the broker connects to itself by the advertised address. And the port must stay when
        // the container starts again.
        container.setPortBindings(List.of(binding(clients), binding(operators)));
    }

    private static String binding(int port) {
        return HOST + ":" + port + ":" + port;
    }

    /// Starts the broker, and makes a user for each principal.
    static ContainerBroker start(Path folder) throws IOException {
        var broker = new ContainerBroker(folder);
        try {
            broker.container.start();
            broker.makeUsers();
            return broker;
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
    }

    private String settings() {
        var settings = new HashMap<>(BrokerSettings.shared());
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@" + HOST + ":" + CONTROLLER_PORT);
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("inter.broker.listener.name", "OPERATORS");
        settings.put(
                "listeners",
                "CONTROLLER://%s:%d,CLIENT://:%d,OPERATORS://:%d".formatted(HOST, CONTROLLER_PORT, clients, operators));
        settings.put(
                "advertised.listeners", "CLIENT://%s:%d,OPERATORS://%s:%d".formatted(HOST, clients, HOST, operators));
        settings.put("listener.security.protocol.map", "CONTROLLER:SSL,CLIENT:SASL_SSL,OPERATORS:SSL");
        settings.put("listener.name.controller.ssl.client.auth", "required");
        settings.put("listener.name.operators.ssl.client.auth", "required");
        settings.put("ssl.principal.mapping.rules", "RULE:^CN=(.*)$/$1/");
        settings.put("ssl.keystore.type", "PEM");
        settings.put("ssl.keystore.location", IDENTITY);
        settings.put("ssl.truststore.type", "PEM");
        settings.put("ssl.truststore.location", AUTHORITY);
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        settings.put(
                "listener.name.client.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("log.dirs", "/var/lib/kafka/data/log");
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + "=" + setting.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private void makeUsers() {
        var kind = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096);
        List<UserScramCredentialAlteration> users = passwords.entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey().user(), kind, user.getValue()))
                .toList();
        try (var admin = Admin.create(Map.copyOf(adminProperties()))) {
            admin.alterUserScramCredentials(users).all().get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("cannot make users", e);
        }
        // The controller answers before the broker knows them. They are made in one step, so the check of one is
        // enough.
        eventually("users can log in", () -> answers(clientProperties(Principal.INGEST)));
    }

    private static boolean answers(Map<String, String> client) throws Exception {
        try (var admin = Admin.create(Map.copyOf(client))) {
            admin.describeCluster().nodes().get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SaslAuthenticationException) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Map<String, String> clientProperties(Principal principal) {
        var properties =
                new HashMap<>(BrokerSettings.engine(new TlsFiles(Optional.empty(), Optional.empty(), own.ca())));
        properties.put("bootstrap.servers", HOST + ":" + clients);
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", "SCRAM-SHA-512");
        properties.put(
                "sasl.jaas.config",
                BrokerSettings.scram(principal.user(), Objects.requireNonNull(passwords.get(principal))));
        return Map.copyOf(properties);
    }

    @Override
    public Map<String, String> adminProperties() {
        var properties = new HashMap<>(BrokerSettings.engine(own));
        properties.put("bootstrap.servers", HOST + ":" + operators);
        properties.put("security.protocol", "SSL");
        return Map.copyOf(properties);
    }

    @Override
    public void stop() {
        container.getDockerClient().stopContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void startAgain() {
        container
                .getDockerClient()
                .startContainerCmd(container.getContainerId())
                .exec();
        eventually("the broker answers", () -> answers(adminProperties()));
    }

    @Override
    public void close() {
        container.stop();
    }
}
