package io.frostglass.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.mcp.McpSessions.McpLimits;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStreamableServerSession;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class McpSessionsTest {

    private static final Agent DAY = TestAgents.agent("day", Set.of(), Set.of(Role.TRIAGE));
    private static final Agent NIGHT = TestAgents.agent("night", Set.of(), Set.of(Role.TRIAGE));

    private Instant now = Instant.parse("2026-01-18T12:00:00Z");
    private final McpSessions mcpSessions =
            new McpSessions(new McpLimits(Set.of(), 8, Duration.ofMinutes(10)), () -> now);

    @Test
    void isGoodForItsAgentAlone() {
        open("s", DAY);

        assertThat(mcpSessions.use("s", DAY)).isPresent();
        assertThat(mcpSessions.use("s", NIGHT)).isEmpty();
        assertThat(mcpSessions.use("t", DAY)).isEmpty();
    }

    @Test
    void givesOneAgentAQuarterOfAllPlaces() {
        open("a", DAY);
        assertThat(mcpSessions.hasRoom(DAY)).isTrue();
        open("b", DAY);

        assertThat(mcpSessions.hasRoom(DAY)).isFalse();
        assertThat(mcpSessions.hasRoom(NIGHT)).isTrue();
        mcpSessions.close(mcpSessions.use("a", DAY).orElseThrow());
        assertThat(mcpSessions.hasRoom(DAY)).isTrue();
    }

    @Test
    void givesNoMorePlacesThanThereAre() {
        for (int i = 0; i < 8; i++) {
            open("s" + i, TestAgents.agent("agent-" + i, Set.of(), Set.of()));
        }

        assertThat(mcpSessions.hasRoom(DAY)).isFalse();
    }

    @Test
    void forgetsThoseThatNobodyUses() {
        // Given
        open("used", DAY);
        open("idle", DAY);

        // When
        now = now.plus(Duration.ofMinutes(9));
        mcpSessions.use("used", DAY);
        now = now.plus(Duration.ofMinutes(2));

        // Then
        assertThat(mcpSessions.hasRoom(DAY)).isTrue();
        assertThat(mcpSessions.use("idle", DAY)).isEmpty();
        assertThat(mcpSessions.use("used", DAY)).isPresent();
        assertThat(mcpSessions.size()).isEqualTo(1);
    }

    private void open(String id, Agent agent) {
        var sdk = new McpStreamableServerSession(
                id,
                McpSchema.ClientCapabilities.builder().build(),
                McpSchema.Implementation.builder("test", "1").build(),
                Duration.ofSeconds(1),
                Map.of(),
                Map.of(),
                Mono::empty);
        assertThat(mcpSessions.open(new McpSessions.McpSession(sdk, "2025-11-25"), agent))
                .isTrue();
    }
}
