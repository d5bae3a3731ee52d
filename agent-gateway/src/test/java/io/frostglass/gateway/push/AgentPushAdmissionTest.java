package io.frostglass.gateway.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.ActiveHours;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.agents.Caller.AgentTransport;
import io.frostglass.gateway.api.AgentApiFactory;
import io.frostglass.gateway.limits.AgentPolicy;
import io.frostglass.gateway.limits.OperatorNotices.LoggedNotices;
import io.frostglass.gateway.limits.PauseSwitches;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TimeWindow;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentPushAdmissionTest {

    private Instant now = Instant.parse("2026-01-18T22:30:00Z");
    private final AgentPolicy agentPolicy = new AgentPolicy(
            new PauseSwitches(), _ -> AgentLimits.STANDARD, new LoggedNotices(new SimpleMeterRegistry()), () -> now);

    @SuppressWarnings("NullAway") // only the policy is used
    private AgentPushAdmission admittance(Agent agent) {
        var agentApiFactory = new AgentApiFactory(null, null, null, agentPolicy, null, null, null, () -> now);
        return new AgentPushAdmission(agentApiFactory.apiOf(new Caller(agent, AgentTransport.PUSH, null)), () -> true);
    }

    @Test
    void sendsNothingAgainAfterTheHoursOfAnAgentAndHoldsItForThereWhenItHasTakenSomething() throws InvalidValue {
        // Given
        var activeHours = new ActiveHours(Optional.of(TimeWindow.parse("20:00-22:31")), Set.of(), ZoneOffset.UTC);
        var agent = new Agent("night", Set.of(), Set.of(Role.TRIAGE), AgentLimits.STANDARD, activeHours, List.of());
        var admittance = admittance(agent);

        // Then
        assertThat(admittance.showAgain()).isEmpty();
        assertThat(agentPolicy.atWork()).isEmpty();

        // When
        admittance.taken();

        // Then
        assertThat(agentPolicy.atWork()).containsExactly(agent);

        // When
        now = now.plusSeconds(60);

        // Then
        assertThat(admittance.showAgain()).isPresent();
        assertThat(agentPolicy.atWork()).isEmpty();
    }
}
