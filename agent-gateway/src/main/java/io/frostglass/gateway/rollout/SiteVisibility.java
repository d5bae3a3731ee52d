package io.frostglass.gateway.rollout;

import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AttendedSite;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.rollouts.Rollouts;
import java.util.List;

/// Which sites an agent sees: the sites of its entry in the agents file, without sites whose rollout is off.
public record SiteVisibility(Rollouts rollouts) {

    /// Whether the agent may see and decide the events of a site now.
    public boolean sees(Agent agent, String siteId) {
        return agent.sees(siteId) && isVisible(siteId);
    }

    /// Whether any agent may see a site.
    public boolean isVisible(String siteId) {
        return rollouts.at(siteId).isVisible();
    }

    /// The effect of a decision about an event of a site.
    public AgentEffect effect(String siteId, String eventId) {
        return rollouts.at(siteId).effectOn(eventId);
    }

    /// The sites at which an alert may wait for an agent, by their names: agents' decisions count at the site, and an
    /// agent is at work that may see it.
    ///
    /// @param atWork the agents that are present, and whose decisions would be taken
    public List<AttendedSite> attended(List<Agent> atWork) {
        return rollouts.acting().entrySet().stream()
                .filter(site -> atWork.stream().anyMatch(agent -> agent.may(Role.TRIAGE) && agent.sees(site.getKey())))
                .map(site -> new AttendedSite(site.getKey(), site.getValue()))
                .toList();
    }
}
