package io.frostglass.gateway.agents;

import io.frostglass.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An agent, or another client, of the agents file.
///
/// @param sites those whose events it may see and decide; empty for all
/// @param addresses from which it may make requests; empty for all
public record Agent(
        String id,
        Set<String> sites,
        Set<Role> roles,
        AgentLimits limits,
        ActiveHours activeHours,
        List<AddressRange> addresses) {

    /// What a client may do.
    public enum Role {
        /// Read events, and decide about them with their tokens.
        TRIAGE,
        /// Ask what a token says.
        INTROSPECT
    }

    public Agent {
        sites = Set.copyOf(sites);
        roles = Set.copyOf(roles);
        addresses = List.copyOf(addresses);
    }

    /// An agent with the usual limits, at any time and from any address.
    public Agent(String id, Set<String> sites, Set<Role> roles) {
        this(id, sites, roles, AgentLimits.STANDARD);
    }

    /// An agent at any time and from any address.
    public Agent(String id, Set<String> sites, Set<Role> roles, AgentLimits limits) {
        this(id, sites, roles, limits, ActiveHours.ALWAYS, List.of());
    }

    /// Whether the agent may see and decide the events of a site.
    public boolean sees(String siteId) {
        return sites.isEmpty() || sites.contains(siteId);
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }

    /// Whether the agent may make requests from an address.
    ///
    /// @param client empty if the address is not known
    public boolean comesFrom(Optional<InetAddress> client) {
        return addresses.isEmpty()
                || client.filter(address -> addresses.stream().anyMatch(range -> range.contains(address)))
                        .isPresent();
    }
}
