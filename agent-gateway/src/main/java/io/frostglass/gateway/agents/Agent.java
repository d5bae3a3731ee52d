package io.frostglass.gateway.agents;

import io.frostglass.settings.AddressRange;
import io.frostglass.settings.TimeWindow;
import java.net.InetAddress;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An agent, or another client, of the agents file.
///
/// @param sites whose events it may see and decide; empty for all
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

    /// Whether its entry in the agents file has the site.
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

    /// How much an agent may read and decide.
    ///
    /// @param eventsPerMinute the most events that one instance shows to it
    /// @param alertsPerHour the most alerts
    /// @param alertsPerHourAndSite the most alerts at one site
    /// @param decisionsPerDay the most decisions in a day of UTC
    /// @param breaker when the circuit breaker stops it
    public record AgentLimits(
            int eventsPerMinute, int alertsPerHour, int alertsPerHourAndSite, int decisionsPerDay, Breaker breaker) {

        /// When the circuit breaker stops an agent.
        ///
        /// @param window the number of its last decisions that count; 0 for no breaker
        /// @param refusedPercent the share of as many attempts that may be refused
        /// @param rawMedia the attempts at raw media within an hour that stop it; 0 for no limit
        /// @param coolDown how long it is stopped
        public record Breaker(int window, int refusedPercent, int rawMedia, Duration coolDown) {}

        /// The usual limits.
        public static final AgentLimits STANDARD =
                new AgentLimits(600, 240, 120, 20_000, new Breaker(200, 50, 10, Duration.ofMinutes(15)));
    }

    /// When an agent may make requests, in local time.
    ///
    /// @param window hours of each day; empty for all
    /// @param days of the week; with a window that passes midnight, the day on which it began. Empty: all
    public record ActiveHours(Optional<TimeWindow> window, Set<DayOfWeek> days, ZoneId zone) {

        public ActiveHours {
            days = Set.copyOf(days);
        }

        public boolean contain(Instant time) {
            ZonedDateTime local = time.atZone(zone);
            return window.map(it -> it.contains(local.toLocalTime()) && isOneOf(it.begun(local)))
                    .orElseGet(() -> isOneOf(local));
        }

        private boolean isOneOf(ZonedDateTime local) {
            return days.isEmpty() || days.contains(local.getDayOfWeek());
        }

        /// How long the hours go on, at most `most`. Hours and time zones change at full minutes.
        ///
        /// @param most a minute or so: each minute is checked
        public Duration within(Instant now, Duration most) {
            Instant end = now.plus(most);
            for (Instant time = now;
                    time.isBefore(end);
                    time = time.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES)) {
                if (!contain(time)) {
                    return Duration.between(now, time);
                }
            }
            return most;
        }
    }
}
