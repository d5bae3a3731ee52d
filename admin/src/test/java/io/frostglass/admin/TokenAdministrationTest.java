package io.frostglass.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.WrittenEntry;
import io.frostglass.testsupport.TestCluster;
import io.frostglass.topics.Principal;
import io.frostglass.topics.TopicCatalogue;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.errors.AuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a real broker with its ACLs.
@Tag("broker")
class TokenAdministrationTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:34:56Z");

    private TestCluster cluster;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        cluster = TestCluster.start(folder);
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    private TokenAdministration as(Principal principal) {
        return new TokenAdministration(cluster.clientOf(principal), cluster.serdes(), InstantSource.fixed(NOW));
    }

    @Test
    void writesWhatItRevokesForAsLongAsItCounts() {
        // When
        as(Principal.TOKEN_ADMIN).revoke(RevocationKind.camera, "cam-12");
        as(Principal.TOKEN_ADMIN).revokeAll(NOW.plusSeconds(60));
        as(Principal.TOKEN_ADMIN).rotateKeys();

        // Then
        var written = cluster.records(TopicCatalogue.REVOCATIONS, Revocation.class).stream()
                .map(each -> each.key() + " " + each.value().getIssuedBefore() + " "
                        + each.value().getForgetAfter());
        assertThat(written)
                .containsExactly(
                        "camera/cam-12 2026-01-18T12:34:56Z 2026-01-18T12:39:56Z",
                        "all 2026-01-18T12:35:56Z 2026-01-18T12:40:56Z");
        assertThat(log()).extracting(AuditEntry::getAction).containsOnly(Action.revoked, Action.rotation_requested);
        assertThat(log()).extracting(AuditEntry::getSubject).containsExactlyInAnyOrder("camera/cam-12", "all", null);
    }

    @Test
    void refusesATimeThatTheListWouldForgetTooEarly() {
        assertThatThrownBy(() -> as(Principal.TOKEN_ADMIN).revokeAll(NOW.plusSeconds(3600)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the time must be no more than 55 minutes ahead");
    }

    @Test
    void isForWhoeverMayAndNobodyElse() {
        assertThatThrownBy(() -> as(Principal.AGENT_GATEWAY).revokeAll(NOW)).isInstanceOf(AuthorizationException.class);
    }

    private List<AuditEntry> log() {
        var log = IssuanceLog.read(cluster.clientOf(Principal.AUDIT_LOG), cluster.serdes(), Instant.EPOCH, _ -> true);
        assertThat(log.gaps()).isEmpty();
        assertThat(log.entries()).extracting(WrittenEntry::writer).containsOnly(Principal.TOKEN_ADMIN);
        return log.entries().stream().map(WrittenEntry::entry).toList();
    }
}
