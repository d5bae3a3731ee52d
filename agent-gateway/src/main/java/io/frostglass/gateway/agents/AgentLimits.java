package io.frostglass.gateway.agents;

import java.time.Duration;

/// How much an agent may read and decide.
///
/// @param eventsPerMinute how many events it is shown, by one instance
/// @param alertsPerHour how many alerts it raises
/// @param alertsPerHourAndSite how many of them at one site
/// @param decisionsPerDay how many decisions it makes in a day of UTC
/// @param breaker when the circuit breaker stops it
public record AgentLimits(
        int eventsPerMinute, int alertsPerHour, int alertsPerHourAndSite, int decisionsPerDay, Breaker breaker) {

    /// When the circuit breaker stops an agent.
    ///
    /// @param window over how many of its last decisions; 0 for never
    /// @param refusedPercent what share of as many of its last attempts may be refused
    /// @param rawMedia at how many attempts within an hour to get at raw media; 0 for never
    /// @param coolDown for how long
    public record Breaker(int window, int refusedPercent, int rawMedia, Duration coolDown) {}

    /// The usual limits.
    public static final AgentLimits STANDARD =
            new AgentLimits(600, 240, 120, 20_000, new Breaker(200, 50, 10, Duration.ofMinutes(15)));
}
