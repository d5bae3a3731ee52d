package io.frostglass.gateway.agents;

import io.frostglass.settings.AddressRange;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Who may come to the gateway.
///
/// @param id a name of our own
/// @param sites those whose events it may see and decide; empty for all
/// @param roles what it may do
/// @param limits how much of it
/// @param activeHours when it may come
/// @param addresses from where; empty for anywhere
public record Agent(
        String id,
        Set<String> sites,
        Set<Role> roles,
        AgentLimits limits,
        ActiveHours activeHours,
        List<AddressRange> addresses) {

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
        addresses = List.copyOf(addresses);
    }

    /// One with the usual limits, at any time and from anywhere.
    public Agent(String id, Set<String> sites, Set<Role> roles) {
        this(id, sites, roles, AgentLimits.STANDARD);
    }

    /// One that may come at any time and from anywhere.
    public Agent(String id, Set<String> sites, Set<Role> roles, AgentLimits limits) {
        this(id, sites, roles, limits, ActiveHours.ALWAYS, List.of());
    }

    /// Whether it may see and decide what happens there.
    public boolean sees(String siteId) {
        return sites.isEmpty() || sites.contains(siteId);
    }

    public boolean may(Role role) {
        return roles.contains(role);
    }

    /// Whether it may come from there.
    ///
    /// @param client empty if nobody knows from where it comes
    public boolean comesFrom(Optional<InetAddress> client) {
        return addresses.isEmpty()
                || client.filter(address -> addresses.stream().anyMatch(range -> range.contains(address)))
                        .isPresent();
    }
}
