package io.frostglass.escalation.incidents;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.incidents.IncidentState.PageEnd;
import io.frostglass.escalation.incidents.IncidentState.Phase;
import io.frostglass.escalation.routes.Route;
import io.frostglass.escalation.routes.Route.Level;
import io.frostglass.escalation.routes.Route.Timing;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.RoutingTable.Suppression;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The life of one incident:
/// ```
///                 for_count alerts, group_wait over,
///                 neither muted, silenced nor inhibited
///  COLLECTING ─────────── opened ──────────▶ OPEN ◀──── reopened ─────────┐
///      │                                      │ ▲  │                      │ an alert within
///      │                       acknowledged   │ │  │  worse alert,        │ reopen_within
///      │                                      ▼ │  │  acknowledgement     │
///      │                                 ACKNOWLEDGED  withdrawn          │
///      │                                      │    │                      │
///      │   quiet for resolve_after, an agent has dismissed all, a person, │
///      │   older than max_age                 │    │                      │
///      └─ nobody knows of it: ─────────────▶ RESOLVED ────────────────────┘
///         nothing is sent                     │
///                                             └─ reopen_within over ──▶ forgotten
/// ```
/// While it is OPEN: the next level of the policy is notified after its wait, a worse alert notifies again, and so does
/// `repeat_interval` after the delivery of the last page, if alerts go on. A page that was given up for all its
/// receivers is followed by the next level at once. Other changes go out every `group_interval`, and notify nobody.
///
/// What was sent is resolved at all receivers that got it, whatever is muted then. The version grows with everything
/// that is sent. An acknowledgement after the resolve changes nothing.
///
/// @param table the routes in use now
/// @param suppression why nobody is to be notified of an incident now
public record IncidentStateMachine(RoutingTable table, SuppressionLookup suppression) {

    /// How soon a held back incident is looked at again: a mute may end, a silence may be lifted.
    static final Duration LOOK_AGAIN = Duration.ofSeconds(5);

    /// By then alert-delivery has given a page up, and said so.
    static final Duration RESULT_AT_LATEST = Duration.ofHours(24);

    private static final String REASON_QUIET = "quiet";
    private static final String REASON_AGENT = "agent";
    private static final String REASON_PERSON = "person";
    private static final String REASON_TOO_OLD = "too_old";

    /// Tells why nobody is to be notified.
    @FunctionalInterface
    public interface SuppressionLookup {

        /// @return empty if people may be notified
        Optional<Suppression> of(IncidentState incident, Route route, Instant now);
    }

    /// Something to be sent about an incident.
    ///
    /// @param receivers names, at least one
    /// @param reason why it was resolved; null otherwise
    public record Notification(
            IncidentChange change,
            IncidentStatus status,
            int version,
            List<String> receivers,
            @Nullable String reason) {

        /// Whether people are to be notified, and not only to see something else than before.
        boolean isPage() {
            return switch (change) {
                case opened, repeated, escalated, reopened -> true;
                case updated, acknowledged, resolved -> false;
            };
        }
    }

    /// What came of an input, or of time.
    ///
    /// @param held that people would be notified, but for this; said once each time it begins
    public record TransitionResult(List<Notification> notifications, Optional<Suppression> held) {
        public static final TransitionResult NOTHING = new TransitionResult(List.of(), Optional.empty());
    }

    /// Takes an alert in. Call [#evaluate] next.
    public void alert(IncidentState incident, Escalation alert, Instant now) {
        if (incident.phase == Phase.RESOLVED) {
            incident.reopen(now);
        }
        incident.add(alert, now);
    }

    /// Takes an agent's words about one of its events in. Call [#evaluate] next.
    public void words(IncidentState incident, Escalation words) {
        incident.add(words);
    }

    /// Notes that an event repeats one of its events: it is not quiet yet. After the resolve this changes nothing.
    public void repeat(IncidentState incident, Instant now) {
        if (incident.phase != Phase.RESOLVED) {
            incident.alertAt = now;
        }
    }

    /// Notes that an agent has dismissed an event. Call [#evaluate] next.
    public void dismiss(IncidentState incident, String eventId) {
        if (incident.events.remove(eventId)) {
            incident.dismissed++;
        }
    }

    /// A person acknowledges it.
    public TransitionResult acknowledge(IncidentState incident, Instant now) {
        if (incident.phase != Phase.OPEN || incident.notifiedAt == null) {
            return TransitionResult.NOTHING;
        }
        incident.phase = Phase.ACKNOWLEDGED;
        return sent(notification(incident, IncidentChange.acknowledged, incident.told, null, now));
    }

    /// A person withdraws an acknowledgement, or a pager's acknowledgement has run out: the policy goes on.
    public TransitionResult unacknowledge(IncidentState incident, Instant now) {
        if (incident.phase != Phase.ACKNOWLEDGED) {
            return TransitionResult.NOTHING;
        }
        incident.phase = Phase.OPEN;
        incident.levelAt = now;
        return TransitionResult.NOTHING;
    }

    /// A person resolves it.
    public TransitionResult resolve(IncidentState incident, Instant now) {
        return incident.phase == Phase.RESOLVED
                ? TransitionResult.NOTHING
                : sent(resolved(incident, REASON_PERSON, now));
    }

    /// Notes how the delivery of a page ended. Call [#evaluate] next.
    ///
    /// @param version of the page; an earlier page than the last one changes nothing
    /// @param deliveredAt when the first receiver took it; empty if it was given up for all
    public void pageEnded(IncidentState incident, int version, Optional<Instant> deliveredAt) {
        if (version == incident.pageVersion) {
            incident.pageEnd = deliveredAt.isPresent() ? PageEnd.DELIVERED : PageEnd.LOST;
            incident.deliveredAt = deliveredAt.orElse(null);
        }
    }

    /// Does all that is due.
    public TransitionResult evaluate(IncidentState incident, Instant now) {
        var notifications = new ArrayList<Notification>();
        TransitionResult next = evaluateOnce(incident, now);
        while (!next.notifications().isEmpty()) {
            notifications.addAll(next.notifications());
            next = evaluateOnce(incident, now);
        }
        return new TransitionResult(notifications, next.held());
    }

    private TransitionResult evaluateOnce(IncidentState incident, Instant now) {
        Route route = table.route(incident.routeId, incident.alert());
        return switch (incident.phase) {
            case COLLECTING -> collecting(incident, route, now);
            case OPEN, ACKNOWLEDGED -> active(incident, route, now);
            case RESOLVED -> TransitionResult.NOTHING;
        };
    }

    private TransitionResult collecting(IncidentState incident, Route route, Instant now) {
        Optional<String> over = isOver(incident, route.timing(), now);
        if (over.isPresent()) {
            return sent(resolved(incident, over.get(), now));
        }
        Timing timing = route.timing();
        if (!incident.hasBurst(timing.forCount(), timing.within())) {
            return TransitionResult.NOTHING;
        }
        if (incident.severity != Severity.critical && now.isBefore(incident.createdAt.plus(timing.groupWait()))) {
            return TransitionResult.NOTHING;
        }
        Optional<TransitionResult> held = held(incident, route, now, true);
        if (held.isPresent()) {
            return held.get();
        }
        incident.phase = Phase.OPEN;
        incident.recent.clear();
        return nextLevel(incident, route, now, IncidentChange.opened);
    }

    private TransitionResult active(IncidentState incident, Route route, Instant now) {
        Optional<String> over = isOver(incident, route.timing(), now);
        if (over.isPresent()) {
            return sent(resolved(incident, over.get(), now));
        }
        boolean worse = incident.severity.compareTo(incident.notifiedSeverity) > 0;
        boolean acknowledged = incident.phase == Phase.ACKNOWLEDGED;
        boolean levelDue = !acknowledged && isReached(levelDue(incident, route, now), now);
        boolean repeatDue = !acknowledged && isReached(repeatDue(incident, route), now);
        boolean updateDue = isReached(updateDue(incident, route), now);
        if (!incident.reopened && !worse && !levelDue && !repeatDue && !updateDue) {
            incident.suppressed = null;
            return TransitionResult.NOTHING;
        }
        boolean page = incident.reopened || worse || levelDue || repeatDue;
        Optional<TransitionResult> held = held(incident, route, now, page);
        if (held.isPresent()) {
            return held.get();
        }
        if (incident.reopened) {
            return nextLevel(incident, route, now, IncidentChange.reopened);
        }
        if (worse && acknowledged) {
            incident.phase = Phase.OPEN;
            return nextLevel(incident, route, now, IncidentChange.escalated);
        }
        if (worse) {
            return sent(page(incident, IncidentChange.escalated, incident.told, now));
        }
        if (levelDue) {
            return nextLevel(incident, route, now, IncidentChange.escalated);
        }
        if (repeatDue) {
            return sent(page(incident, IncidentChange.repeated, incident.told, now));
        }
        return sent(notification(incident, IncidentChange.updated, incident.told, null, now));
    }

    /// Says once why nobody is notified. The incident is looked at again, and what is due then goes out.
    ///
    /// @param page whether people would be notified, and not only what they see would change
    private Optional<TransitionResult> held(IncidentState incident, Route route, Instant now, boolean page) {
        Optional<Suppression> reason = suppression.of(incident, route, now);
        boolean known = reason.equals(Optional.ofNullable(incident.suppressed));
        incident.suppressed = reason.orElse(null);
        return reason.map(_ -> known || !page ? TransitionResult.NOTHING : new TransitionResult(List.of(), reason));
    }

    /// Why the incident ends now, if it does.
    private static Optional<String> isOver(IncidentState incident, Timing timing, Instant now) {
        if (incident.dismissed > 0 && incident.dismissed >= incident.count) {
            return Optional.of(REASON_AGENT);
        }
        if (!now.isBefore(incident.alertAt.plus(timing.resolveAfter()))) {
            return Optional.of(REASON_QUIET);
        }
        return now.isBefore(incident.createdAt.plus(timing.maxAge())) ? Optional.empty() : Optional.of(REASON_TOO_OLD);
    }

    /// Notifies the next level that is active now; if there is none, those that know of it already.
    private TransitionResult nextLevel(IncidentState incident, Route route, Instant now, IncidentChange change) {
        OptionalInt next = nextActive(incident, route, now);
        List<Level> levels = route.policy().levels();
        // Of the first notification: a policy whose levels are all inactive must not keep it from everybody.
        int index = next.orElse(incident.level == 0 ? 0 : incident.level - 1);
        incident.level = index + 1;
        Level level = levels.get(Math.min(index, levels.size() - 1));
        Set<String> receivers =
                new LinkedHashSet<>(level.receivers().isEmpty() ? incident.receivers : level.receivers());
        if (next.isEmpty()) {
            receivers.addAll(incident.told);
        }
        incident.levelAt = now;
        return sent(page(incident, change, receivers, now));
    }

    private OptionalInt nextActive(IncidentState incident, Route route, Instant now) {
        List<Level> levels = route.policy().levels();
        for (int i = incident.level; i < levels.size(); i++) {
            if (table.isActive(levels.get(i), now)) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    private static TransitionResult sent(Optional<Notification> notification) {
        return new TransitionResult(notification.stream().toList(), Optional.empty());
    }

    private Optional<Notification> page(
            IncidentState incident, IncidentChange change, Set<String> receivers, Instant now) {
        incident.notifiedAt = now;
        incident.notifiedSeverity = incident.severity;
        incident.reopened = false;
        incident.told.addAll(receivers);
        Optional<Notification> page = notification(incident, change, receivers, null, now);
        incident.pageVersion = incident.version;
        incident.pageEnd = PageEnd.WAITING;
        incident.deliveredAt = null;
        return page;
    }

    private static Optional<Notification> resolved(IncidentState incident, String reason, Instant now) {
        incident.phase = Phase.RESOLVED;
        incident.resolvedAt = now;
        incident.suppressed = null;
        incident.reopened = false;
        // Nobody was told: there is nothing to take back.
        return notification(incident, IncidentChange.resolved, incident.told, reason, now);
    }

    private static Optional<Notification> notification(
            IncidentState incident,
            IncidentChange change,
            Set<String> receivers,
            @Nullable String reason,
            Instant now) {
        if (receivers.isEmpty()) {
            return Optional.empty();
        }
        incident.version++;
        incident.shownAt = now;
        incident.changed = false;
        IncidentStatus status = switch (incident.phase) {
            case COLLECTING, OPEN -> IncidentStatus.open;
            case ACKNOWLEDGED -> IncidentStatus.acknowledged;
            case RESOLVED -> IncidentStatus.resolved;
        };
        return Optional.of(new Notification(change, status, incident.version, List.copyOf(receivers), reason));
    }

    /// When the incident must be looked at again, if nothing comes.
    public Instant nextDue(IncidentState incident, Instant now) {
        Route route = table.route(incident.routeId, incident.alert());
        Timing timing = route.timing();
        Stream<Instant> dues = switch (incident.phase) {
            case COLLECTING -> Stream.of(incident.createdAt.plus(timing.groupWait()));
            case OPEN ->
                Stream.of(levelDue(incident, route, now), repeatDue(incident, route), updateDue(incident, route))
                        .flatMap(Optional::stream);
            case ACKNOWLEDGED -> updateDue(incident, route).stream();
            case RESOLVED -> Stream.empty();
        };
        Instant end = incident.phase == Phase.RESOLVED
                ? Objects.requireNonNull(incident.resolvedAt).plus(timing.reopenWithin())
                : earlier(incident.alertAt.plus(timing.resolveAfter()), incident.createdAt.plus(timing.maxAge()));
        Instant next =
                dues.filter(due -> due.isAfter(now)).min(Instant::compareTo).orElse(end);
        if (incident.suppressed != null) {
            next = earlier(next, now.plus(LOOK_AGAIN));
        }
        return earlier(next, end);
    }

    /// Whether a resolved incident can be forgotten.
    public boolean isForgotten(IncidentState incident, Instant now) {
        Route route = table.route(incident.routeId, incident.alert());
        return incident.resolvedAt != null
                && !now.isBefore(incident.resolvedAt.plus(route.timing().reopenWithin()));
    }

    /// While the next levels are inactive, it is looked at again and again: the policy goes on when one becomes active.
    private Optional<Instant> levelDue(IncidentState incident, Route route, Instant now) {
        List<Level> levels = route.policy().levels();
        if (incident.levelAt == null || incident.level >= levels.size() || incident.level == 0) {
            return Optional.empty();
        }
        // A page that nobody got needs no wait for an acknowledgement.
        Instant due = incident.pageEnd == PageEnd.LOST
                ? incident.levelAt
                : incident.levelAt.plus(levels.get(incident.level - 1).waitTime());
        boolean paused = !now.isBefore(due) && nextActive(incident, route, now).isEmpty();
        return Optional.of(paused ? now.plus(LOOK_AGAIN) : due);
    }

    /// From the delivery of the last page. A page that nobody got does not count.
    private static Optional<Instant> repeatDue(IncidentState incident, Route route) {
        Instant sent = incident.notifiedAt;
        if (sent == null || !incident.alertAt.isAfter(sent)) {
            return Optional.empty();
        }
        Duration interval = route.timing().repeatInterval();
        return Optional.of(
                switch (incident.pageEnd) {
                    case DELIVERED ->
                        Objects.requireNonNullElse(incident.deliveredAt, sent).plus(interval);
                    case LOST -> sent.plus(shorter(interval, route.timing().groupInterval()));
                    case UNKNOWN -> sent.plus(interval);
                    case WAITING -> sent.plus(interval.compareTo(RESULT_AT_LATEST) > 0 ? interval : RESULT_AT_LATEST);
                });
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private static Optional<Instant> updateDue(IncidentState incident, Route route) {
        return incident.shownAt != null && incident.changed
                ? Optional.of(incident.shownAt.plus(route.timing().groupInterval()))
                : Optional.empty();
    }

    private static boolean isReached(Optional<Instant> due, Instant now) {
        return due.isPresent() && !now.isBefore(due.get());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
