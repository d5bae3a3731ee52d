package io.frostglass.escalation.routes;

import io.frostglass.alerts.Escalation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The content of the routes file.
///
/// @param root its matchers are empty: it matches every alert
/// @param intervals by name
/// @param heartbeats one for each site at most
public record RoutingTable(
        Route root,
        Map<String, TimeInterval> intervals,
        List<InhibitRule> inhibitRules,
        SceneMap scenes,
        List<Heartbeat> heartbeats) {

    /// The route of security findings, whatever the file says: no mute, silence or other alert keeps them from
    /// people. Those of one kind about one camera or site are one incident. It ends by itself only after a day
    /// without another one.
    private static final Route SECURITY = new Route(
            "security",
            List.of(),
            new Route.Policy(List.of(new Route.Level(List.of(), Duration.ZERO, List.of()))),
            List.of(AlertAttribute.RULE, AlertAttribute.SITE, AlertAttribute.CAMERA),
            new Route.Timing(
                    Route.Timing.DEFAULT.groupWait(),
                    Route.Timing.DEFAULT.groupInterval(),
                    Route.Timing.DEFAULT.repeatInterval(),
                    Duration.ofDays(1),
                    Route.Timing.DEFAULT.reopenWithin(),
                    Duration.ofDays(7),
                    // A finding is never too late.
                    Duration.ofDays(3650),
                    1,
                    Route.Timing.DEFAULT.within()),
            List.of(),
            List.of(),
            false,
            List.of());

    /// Whether it is about the use of tokens, and not about motion.
    public static boolean isFinding(Escalation alert) {
        return alert.getRule().startsWith("security/");
    }

    /// The routes that an alert takes, as in Alertmanager: the deepest that match. A node that matches without a
    /// matching child counts itself.
    ///
    /// @return at least one
    public List<Route> routes(Escalation alert) {
        return isFinding(alert) ? List.of(SECURITY) : routes(root, alert);
    }

    private List<Route> routes(Route node, Escalation alert) {
        var found = new ArrayList<Route>();
        for (Route child : node.routes()) {
            if (matches(child.matchers(), alert)) {
                found.addAll(routes(child, alert));
                if (!child.goesOn()) {
                    break;
                }
            }
        }
        return found.isEmpty() ? List.of(node) : found;
    }

    /// The route with an id, or the first one that the alert takes now, if the file has changed.
    public Route route(String id, Escalation alert) {
        return isFinding(alert)
                ? SECURITY
                : find(root, id).orElseGet(() -> routes(alert).getFirst());
    }

    private static Optional<Route> find(Route node, String id) {
        if (node.id().equals(id)) {
            return Optional.of(node);
        }
        return node.routes().stream().flatMap(child -> find(child, id).stream()).findFirst();
    }

    /// The values by which the alerts of an incident are grouped, and the route.
    public String groupKey(Route route, Escalation alert) {
        if (route.groupBy().isEmpty()) {
            return route.id() + " event=" + alert.getEventId();
        }
        return route.groupBy().stream()
                .map(attribute -> attribute.code() + "="
                        + attribute.of(alert, scenes).stream().sorted().collect(Collectors.joining(",")))
                .collect(Collectors.joining(" ", route.id() + " ", ""));
    }

    /// Why nobody is to be notified of an alert now; empty if somebody is.
    ///
    /// @param active alerts of the other incidents at the site that are open
    public Optional<Suppression> suppression(
            Route route,
            Escalation alert,
            Supplier<? extends Collection<Escalation>> active,
            Collection<Silence> silences,
            Instant now) {
        if (route.equals(SECURITY)) {
            return Optional.empty();
        }
        if (isIn(route.mutedIn(), now) || (!route.activeIn().isEmpty() && !isIn(route.activeIn(), now))) {
            return Optional.of(Suppression.MUTED);
        }
        if (silences.stream().anyMatch(silence -> silence.isActive(now) && matches(silence.matchers(), alert))) {
            return Optional.of(Suppression.SILENCED);
        }
        if (inhibitRules.isEmpty()) {
            return Optional.empty();
        }
        Collection<Escalation> others = active.get();
        return inhibitRules.stream().anyMatch(rule -> inhibits(rule, alert, others))
                ? Optional.of(Suppression.INHIBITED)
                : Optional.empty();
    }

    /// Whether a level may be notified now.
    public boolean isActive(Route.Level level, Instant now) {
        return level.activeIn().isEmpty() || isIn(level.activeIn(), now);
    }

    private boolean isIn(List<String> names, Instant now) {
        return names.stream()
                .anyMatch(name -> Objects.requireNonNull(intervals.get(name)).contains(now));
    }

    /// As in Alertmanager, alerts that match both sides do not inhibit each other.
    private boolean inhibits(InhibitRule rule, Escalation alert, Collection<Escalation> active) {
        if (!matches(rule.target(), alert)) {
            return false;
        }
        boolean both = matches(rule.source(), alert);
        return active.stream()
                // A finding about a camera says nothing about what the camera sees.
                .filter(other -> !isFinding(other))
                .filter(other -> matches(rule.source(), other) && !(both && matches(rule.target(), other)))
                .anyMatch(other -> rule.equal().stream()
                        .allMatch(attribute -> attribute.of(alert, scenes).equals(attribute.of(other, scenes))));
    }

    private boolean matches(List<AlertMatcher> matchers, Escalation alert) {
        return matchers.stream().allMatch(matcher -> matcher.matches(alert, scenes));
    }

    /// Why nobody is notified.
    public enum Suppression {
        MUTED,
        SILENCED,
        INHIBITED
    }
}
