package io.frostglass.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.AgentLimits;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Hours;
import io.frostglass.gateway.agents.Via;
import io.frostglass.gateway.desk.Office;
import io.frostglass.gateway.limits.Gate;
import io.frostglass.gateway.limits.LoggedNotices;
import io.frostglass.gateway.limits.Switches;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TimeWindow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DeskAdmittanceTest {

    private Instant now = Instant.parse("2026-01-18T22:30:00Z");
    private final Gate gate = new Gate(
            new Switches(), _ -> AgentLimits.STANDARD, new LoggedNotices(new SimpleMeterRegistry()), () -> now);

    @SuppressWarnings("NullAway") // of the office, the gate alone is asked
    private DeskAdmittance admittance(Agent agent) {
        var office = new Office(null, null, null, gate, null, null, () -> now);
        return new DeskAdmittance(office.showingTo(new Caller(agent, Via.PUSH, null)), () -> true);
    }

    @Test
    void sendsNothingAgainAfterTheHoursOfAnAgentAndHoldsItForThereWhenItHasTakenSomething() throws InvalidValue {
        // Given
        var hours = new Hours(Optional.of(TimeWindow.parse("20:00-22:31")), Set.of(), ZoneOffset.UTC);
        var agent = new Agent("night", Set.of(), Set.of(Role.TRIAGE), AgentLimits.STANDARD, hours, List.of());
        var admittance = admittance(agent);

        // Then
        assertThat(admittance.showAgain()).isEmpty();
        assertThat(gate.atWork()).isEmpty();

        // When
        admittance.taken();

        // Then
        assertThat(gate.atWork()).containsExactly(agent);

        // When
        now = now.plusSeconds(60);

        // Then
        assertThat(admittance.showAgain()).isPresent();
        assertThat(gate.atWork()).isEmpty();
    }
}
