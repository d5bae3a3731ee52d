package io.frostglass.gateway.agents;

import java.util.Set;

/// Who may come to the gateway.
///
/// @param id a name of our own
/// @param sites those whose events it may see and decide; empty for all
/// @param roles what it may do
/// @param limits how much of it
public record Agent(String id, Set<String> sites, Set<Role> roles, AgentLimits limits) {

    /// What one may do.
    public enum Role {
        /// Read events, and decide about them with their tokens.
        TRIAGE,
        /// Ask what a token says.
        INTROSPECT
    }

    public Agent {
        sites = Set.copyOf(sites);
        roles = Set.copyOf(roles);
    }

    /// One with the usual limits.
    public Agent(String id, Set<String> sites, Set<Role> roles) {
        this(id, sites, roles, AgentLimits.STANDARD);
    }

    /// Whether it may see and decide what happens there.
    public boolean sees(String siteId) {
        return sites.isEmpty() || sites.contains(siteId);
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }
}
