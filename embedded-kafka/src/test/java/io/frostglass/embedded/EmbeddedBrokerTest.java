package io.frostglass.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.topics.Principal;
import java.io.IOException;
import java.io.Reader;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("broker")
@Tag("in-process")
class EmbeddedBrokerTest {

    @TempDir
    Path dir;

    @Test
    void keepsItsTopicsAndPasswordsOverARestart() throws Exception {
        // Given
        Map<String, String> before;
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                Admin admin = broker.admin()) {
            createTopic(admin, "kept");
            before = broker.clientProperties(Principal.INGEST);
        }

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0);
                Admin admin = broker.admin()) {
            // Then
            assertThat(admin.listTopics().names().get()).containsExactly("kept");
            assertThat(broker.clientProperties(Principal.INGEST))
                    .containsEntry("sasl.jaas.config", before.get("sasl.jaas.config"));
        }
    }

    @Test
    void startsAgainWithItsDataAfterItsProcessWasKilled() throws Exception {
        // Given
        killAfterWriting("survivor");

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            // Then
            assertThat(Records.endOffset(broker, "survivor")).isEqualTo(1);
            Records.write(broker.adminProperties(), "survivor");
            assertThat(Records.endOffset(broker, "survivor")).isEqualTo(2);
        }
    }

    @Test
    void givesPrincipalsOfANewerVersionAUserToo() throws Exception {
        // Given a folder from a time when there was no pager
        EmbeddedBroker.start(dir, 0).close();
        Map<String, String> older = new HashMap<>(
                UserPasswords.read(dir.resolve("broker-passwords.properties")).byUser());
        String former = older.remove(Principal.PAGER.user());
        new UserPasswords(older).write(dir, "broker-passwords.properties");

        // When
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            // Then
            Map<String, String> pager = broker.clientProperties(Principal.PAGER);
            assertThat(pager.get("sasl.jaas.config")).doesNotContain(former);
            assertThat(topicsSeenBy(pager)).isEmpty();
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            Map<String, String> wrong = new HashMap<>(broker.clientProperties(Principal.INGEST));
            wrong.put("sasl.jaas.config", BrokerSettings.scram(Principal.INGEST.user(), "guessed"));

            // When, Then
            assertThatThrownBy(() -> topicsSeenBy(wrong)).hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    @Test
    void makesNoTopicByItself() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            // When, Then
            assertThatThrownBy(() -> Records.write(broker.adminProperties(), "misspelt"))
                    .hasMessageContaining("misspelt");
        }
    }

    @Test
    void refusesToShareItsFolderOrItsPort() throws Exception {
        // Given
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            // When, Then
            assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another broker runs on");
            assertThatThrownBy(() -> EmbeddedBroker.start(dir.resolve("other"), broker.port()))
                    .isInstanceOf(BindException.class)
                    .hasMessageContaining("port " + broker.port());
        }
    }

    @Test
    void writesAClientConfigurationPerPrincipalThatNobodyElseCanRead() throws Exception {
        // Given
        Path clients = dir.resolve("clients");
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0)) {
            // When
            broker.writeClientProperties(clients, Map.of("schema.registry.url", "http://127.0.0.1:8085"));

            // Then
            String[] expected = Stream.concat(
                            Stream.of("admin"),
                            Arrays.stream(Principal.values()).map(Principal::user))
                    .map(user -> user + ".properties")
                    .toArray(String[]::new);
            try (Stream<Path> files = Files.list(clients)) {
                assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(expected);
            }
            Path file = clients.resolve("token-stream.properties");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Map<String, String> properties = read(file);
            assertThat(properties)
                    .containsAllEntriesOf(broker.clientProperties(Principal.TOKEN_STREAM))
                    .containsEntry("schema.registry.url", "http://127.0.0.1:8085");
            assertThat(topicsSeenBy(properties)).isEmpty();
        }
    }

    private void killAfterWriting(String topic) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledBroker.class.getName(),
                        dir.toString(),
                        topic)
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isEqualTo(KilledBroker.EXIT_CODE);
    }

    private static void createTopic(Admin admin, String name) throws Exception {
        admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
                .all()
                .get();
    }

    private static Set<String> topicsSeenBy(Map<String, String> client)
            throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(Map.copyOf(client))) {
            return admin.listTopics().names().get();
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        Map<String, String> map = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> map.put(name, properties.getProperty(name)));
        return map;
    }
}
