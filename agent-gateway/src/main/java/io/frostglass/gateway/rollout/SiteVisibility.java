package io.frostglass.gateway.rollout;

import io.frostglass.agent.AgentEffect;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.rollouts.Rollouts;

/// What an agent sees: the sites that its entry in the agents file has, without those that are off.
public record SiteVisibility(Rollouts rollouts) {

    /// Whether it may see and decide what happens there now.
    public boolean sees(Agent agent, String siteId) {
        return agent.sees(siteId) && isVisible(siteId);
    }

    /// Whether any agent may.
    public boolean isVisible(String siteId) {
        return rollouts.at(siteId).isVisible();
    }

    /// What a decision about an event of a site is for.
    public AgentEffect effect(String siteId, String eventId) {
        return rollouts.at(siteId).effectOn(eventId);
    }
}
