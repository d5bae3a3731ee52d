package io.frostglass.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker with its ACLs.
@Tag("broker")
class KafkaUsersTest {

    private TestCluster cluster;
    private Path passwords;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        cluster = TestCluster.start(folder.resolve("cluster"));
        passwords = Files.createDirectory(folder.resolve("passwords"));
        for (Principal principal : Principal.values()) {
            Files.writeString(passwords.resolve(principal.user() + ".password"), "new-of-" + principal.user() + "\n");
        }
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void givesEachPrincipalThePasswordOfItsFile() throws Exception {
        // Given
        try (Admin admin = Admin.create(cluster.adminClient())) {
            // When
            KafkaUsers.apply(admin, passwords);
        }
        // Then
        assertThat(topicsSeenBy(Principal.PAGER, "new-of-pager")).contains(TopicCatalogue.ESCALATIONS.name());
        assertThatThrownBy(() -> topicsSeenBy(Principal.PAGER, "new-of-console"))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void makesNoUserWhileAPasswordIsMissing() throws Exception {
        // Given
        Path missing = passwords.resolve("rollout-approver.password");
        Files.delete(missing);
        // When
        try (Admin admin = Admin.create(cluster.adminClient())) {
            assertThatThrownBy(() -> KafkaUsers.apply(admin, passwords))
                    .isInstanceOf(IOException.class)
                    .hasMessage("no such file: " + missing);
        }
        // Then
        assertThatThrownBy(() -> topicsSeenBy(Principal.PAGER, "new-of-pager"))
                .hasCauseInstanceOf(SaslAuthenticationException.class);
    }

    @Test
    void namesAFileThatIsNotUtf8() throws Exception {
        // Given
        Path damaged = passwords.resolve("pager.password");
        Files.write(damaged, new byte[] {(byte) 0xC3, 0x28});
        // When // Then
        try (Admin admin = Admin.create(cluster.adminClient())) {
            assertThatThrownBy(() -> KafkaUsers.apply(admin, passwords))
                    .isInstanceOf(IOException.class)
                    .hasMessage(damaged + " is not UTF-8");
        }
    }

    private Iterable<String> topicsSeenBy(Principal principal, String password)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(cluster.clientOf(principal));
        settings.put(
                SaslConfigs.SASL_JAAS_CONFIG,
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(principal.user(), password));
        try (Admin client = Admin.create(settings)) {
            return client.listTopics().names().get();
        }
    }
}
