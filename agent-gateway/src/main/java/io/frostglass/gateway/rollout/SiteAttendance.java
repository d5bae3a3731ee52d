package io.frostglass.gateway.rollout;

import io.frostglass.agent.AttendedSite;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.rollouts.Rollouts;
import java.util.List;
import java.util.function.Supplier;

/// The sites at which an alert may wait for an agent: one that is present, may see the site, and whose decisions
/// count there.
///
/// @param atWork the agents that are present, and whose decisions would be taken
public record SiteAttendance(Rollouts rollouts, Supplier<List<Agent>> atWork) {

    /// The sites, by their names.
    public List<AttendedSite> now() {
        var agents = atWork.get();
        return rollouts.acting().entrySet().stream()
                .filter(site -> agents.stream().anyMatch(agent -> agent.may(Role.TRIAGE) && agent.sees(site.getKey())))
                .map(site -> new AttendedSite(site.getKey(), site.getValue()))
                .toList();
    }
}
