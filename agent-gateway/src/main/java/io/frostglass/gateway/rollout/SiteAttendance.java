package io.frostglass.gateway.rollout;

import io.frostglass.agent.AttendedSite;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.rollouts.Rollouts;
import java.util.List;
import java.util.function.Supplier;

/// At which sites there is somebody to wait for: an agent that is at work, that may see the site, and whose decisions
/// are acted on there.
///
/// @param atWork those that were there of late, and whose decisions would be taken
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
