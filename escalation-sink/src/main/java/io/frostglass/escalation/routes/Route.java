package io.frostglass.escalation.routes;

import java.time.Duration;
import java.util.List;

/// A node of the tree of routes, with everything that it inherits.
///
/// @param id the matchers of the nodes from the root to this one: it stays the same when routes are added or moved
/// @param matchers all must hold
/// @param policy whom to notify, and after how long whom else
/// @param groupBy the attributes that the alerts of an incident share; empty: each alert is an incident of its own
/// @param timing when to notify
/// @param mutedIn names of time intervals in which nobody is notified
/// @param activeIn names of time intervals outside of which nobody is notified; empty: always
/// @param goesOn whether the next sibling may match too (`continue` in the file)
public record Route(
        String id,
        List<AlertMatcher> matchers,
        Policy policy,
        List<AlertAttribute> groupBy,
        Timing timing,
        List<String> mutedIn,
        List<String> activeIn,
        boolean goesOn,
        List<Route> routes) {

    /// An escalation policy.
    ///
    /// @param levels in the order in which they are notified, at least one
    public record Policy(List<Level> levels) {}

    /// A level of an escalation policy.
    ///
    /// @param receivers empty: those of the rule that raised the alert
    /// @param waitTime after this without an acknowledgement, the next level is notified
    /// @param activeIn names of time intervals outside of which the level is skipped; empty: always
    public record Level(List<String> receivers, Duration waitTime, List<String> activeIn) {}

    /// When a route notifies.
    ///
    /// @param groupWait from the first alert to the first notification; 0 for critical alerts
    /// @param groupInterval the shortest time between two updates that notify nobody
    /// @param repeatInterval from one notification to the next while nobody acknowledges and alerts go on
    /// @param resolveAfter the time without an alert that resolves an incident
    /// @param reopenWithin an alert this long after the resolve reopens the incident
    /// @param maxAge the highest age of an incident: it is resolved then, and the next alert opens another
    /// @param maxDelay an alert whose camera saw it longer ago notifies nobody
    /// @param forCount how many alerts within `within`, by the cameras' clocks, make an incident
    public record Timing(
            Duration groupWait,
            Duration groupInterval,
            Duration repeatInterval,
            Duration resolveAfter,
            Duration reopenWithin,
            Duration maxAge,
            Duration maxDelay,
            int forCount,
            Duration within) {

        static final Timing DEFAULT = new Timing(
                Duration.ZERO,
                Duration.ofMinutes(5),
                Duration.ofHours(4),
                Duration.ofMinutes(5),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofHours(1),
                1,
                Duration.ofMinutes(10));
    }
}
