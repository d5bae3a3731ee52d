package io.frostglass.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Agent DAY = new Agent("day", Set.of(), Set.of(Role.TRIAGE));
    private static final Agent NIGHT = new Agent("night", Set.of(), Set.of(Role.TRIAGE));

    private Instant now = Instant.parse("2026-01-18T12:00:00Z");
    private final Sessions sessions = new Sessions(new McpLimits(Set.of(), 8, Duration.ofMinutes(10)), () -> now);

    @Test
    void isGoodForItsAgentAlone() {
        sessions.opened("s", DAY);

        assertThat(sessions.use("s", DAY)).isTrue();
        assertThat(sessions.use("s", NIGHT)).isFalse();
        assertThat(sessions.use("t", DAY)).isFalse();
    }

    @Test
    void givesOneAgentAQuarterOfAllPlaces() {
        sessions.opened("a", DAY);
        assertThat(sessions.hasRoom(DAY)).isTrue();
        sessions.opened("b", DAY);

        assertThat(sessions.hasRoom(DAY)).isFalse();
        assertThat(sessions.hasRoom(NIGHT)).isTrue();
        sessions.closed("a");
        assertThat(sessions.hasRoom(DAY)).isTrue();
    }

    @Test
    void givesNoMorePlacesThanThereAre() {
        for (int i = 0; i < 8; i++) {
            sessions.opened("s" + i, new Agent("agent-" + i, Set.of(), Set.of()));
        }

        assertThat(sessions.hasRoom(DAY)).isFalse();
    }

    @Test
    void forgetsThoseThatNobodyUses() {
        // Given
        sessions.opened("used", DAY);
        sessions.opened("idle", DAY);

        // When
        now = now.plus(Duration.ofMinutes(9));
        sessions.use("used", DAY);
        now = now.plus(Duration.ofMinutes(2));

        // Then
        assertThat(sessions.hasRoom(DAY)).isTrue();
        assertThat(sessions.use("idle", DAY)).isFalse();
        assertThat(sessions.use("used", DAY)).isTrue();
        assertThat(sessions.size()).isEqualTo(1);
    }
}
