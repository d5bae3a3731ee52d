package io.frostglass.gateway.rollout;

import io.frostglass.agent.AgentEffect;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.rollouts.Rollouts;

/// Which sites an agent sees: those of its entry in the agents file, without those whose rollout is off.
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
}
