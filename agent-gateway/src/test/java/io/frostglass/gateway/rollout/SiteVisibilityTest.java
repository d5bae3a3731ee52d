package io.frostglass.gateway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentRollout;
import io.frostglass.agent.AgentRolloutApproval;
import io.frostglass.agent.AttendedSite;
import io.frostglass.agent.RolloutMode;
import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.rollouts.RolloutStage;
import io.frostglass.rollouts.Rollouts;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SiteVisibilityTest {

    private static final Instant NOW = Instant.parse("2026-01-18T12:00:00Z");
    private static final Agent ALL = TestAgents.agent("all", Set.of(), Set.of(Role.TRIAGE));
    private static final Agent ONE = TestAgents.agent("one", Set.of("site-1"), Set.of(Role.TRIAGE));
    private static final Agent CHECKER = TestAgents.agent("checker", Set.of(), Set.of(Role.INTROSPECT));

    private final Rollouts rollouts = new Rollouts();

    @BeforeEach
    void rollOut() {
        rollOut("site-1", new RolloutStage(RolloutMode.canary, 10));
        rollOut("site-2", RolloutStage.ON);
        rollOut("site-3", RolloutStage.SHADOW);
        rollOut("site-4", RolloutStage.OFF);
    }

    private void rollOut(String site, RolloutStage rolloutStage) {
        var mode = rolloutStage.mode();
        int percent = rolloutStage.percent();
        rollouts.rollouts().take(followed(site, new AgentRollout("a", site, mode, percent, NOW)));
        rollouts.approvals().take(followed(site, new AgentRolloutApproval("a", site, mode, percent, NOW)));
    }

    private static <T> FollowedRecord<T> followed(String site, T value) {
        return new FollowedRecord<>(0, 0, NOW, 1, site + "/a", new RecordContent.RecordValue<>(value));
    }

    private List<AttendedSite> with(Agent... atWork) {
        return new SiteVisibility(rollouts).attended(List.of(atWork));
    }

    @Test
    void sitesWhereDecisionsAreActedOnAreAttendedByAgentsThatSeeThem() {
        assertThat(with(ALL)).containsExactly(new AttendedSite("site-1", 10), new AttendedSite("site-2", 100));
        assertThat(with(ONE)).containsExactly(new AttendedSite("site-1", 10));
        assertThat(with(ONE, ALL)).hasSize(2);
    }

    @Test
    void agentsThatDoNotDecideAttendNoSite() {
        assertThat(with()).isEmpty();
        assertThat(with(CHECKER)).isEmpty();
    }
}
