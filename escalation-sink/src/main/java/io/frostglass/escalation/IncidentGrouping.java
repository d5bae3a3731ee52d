package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.escalation.AlertOutcome.NotRaised;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.AlertOutcome.Raised;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.IncidentInput.DismissedEvent;
import io.frostglass.escalation.IncidentInput.EndedPage;
import io.frostglass.escalation.IncidentInput.PersonAction;
import io.frostglass.escalation.IncidentInput.RaisedAlert;
import io.frostglass.escalation.IncidentInput.RepeatedEvent;
import io.frostglass.escalation.auditor.DeliveryAuditor.PageResult;
import io.frostglass.escalation.incidents.IncidentState;
import io.frostglass.escalation.incidents.IncidentState.Phase;
import io.frostglass.escalation.incidents.IncidentStateMachine;
import io.frostglass.escalation.incidents.IncidentStateMachine.TransitionResult;
import io.frostglass.escalation.routes.Route;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.RoutingTable.Suppression;
import io.frostglass.escalation.routes.Silence;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.IncidentId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Groups the alerts of a site into incidents by the routes file, and says what is to be sent about them. Alerts of one
/// site are in one task.
///
/// @param silences empty while they are not known yet: until then nobody is notified, for some seconds at most
record IncidentGrouping(
        IncidentStore store,
        Supplier<RoutingTable> routes,
        Supplier<Optional<Collection<Silence>>> silences,
        IncidentMetrics metrics,
        InstantSource clock) {

    private static final int ID_DIGITS = 16;

    /// Takes up the incidents of a task that begins. What was due meanwhile is due at once.
    void restore() {
        IncidentStateMachine machine = machine();
        Instant now = clock.instant();
        store.all().forEach(entry -> store.schedule(entry.getKey(), machine.nextDue(entry.getValue(), now)));
    }

    List<Settled> take(String siteId, IncidentInput input) {
        Instant now = clock.instant();
        return switch (input) {
            case RaisedAlert(Escalation alert) -> take(alert, now);
            case DismissedEvent(String eventId) -> dismiss(siteId, eventId, now);
            case RepeatedEvent(String eventId) -> repeat(siteId, eventId, now);
            case PersonAction(var action) -> act(siteId, action, now);
            case EndedPage(var result) -> ended(result, now);
        };
    }

    private List<Settled> take(Escalation alert, Instant now) {
        var outcomes = new ArrayList<Settled>();
        if (alert.getUpdates() != null) {
            for (var known : containing(alert.getSiteId(), alert.getEventId())) {
                IncidentState incident = known.getValue();
                // After a resolve, nothing is added: it would page again.
                if (incident.phase() == Phase.RESOLVED) {
                    outcomes.add(notRaised(alert, incident.id(), Reason.RESOLVED, now));
                } else {
                    machine().words(incident, alert);
                    outcomes.addAll(settle(known.getKey(), incident, alert, now));
                }
            }
            if (!outcomes.isEmpty()) {
                return outcomes;
            }
        }
        RoutingTable table = routes.get();
        for (Route route : table.routes(alert)) {
            outcomes.addAll(take(alert, table, route, now));
        }
        return outcomes;
    }

    private List<Settled> take(Escalation alert, RoutingTable table, Route route, Instant now) {
        String key = IncidentStore.key(alert.getSiteId(), table.groupKey(route, alert));
        IncidentState incident = store.get(key);
        if (incident != null && machine().isForgotten(incident, now)) {
            incident = null;
        }
        if (incident != null && RoutingTable.isFinding(alert) && incident.contains(alert.getEventId())) {
            // token-watch has found it once more: it has the same id.
            return List.of(notRaised(alert, incident.id(), Reason.GROUPED, now));
        }
        if (alert.getTimestamp().plus(route.timing().maxDelay()).isBefore(now)) {
            metrics.late();
            return List.of(notRaised(alert, incident == null ? null : incident.id(), Reason.LATE, now));
        }
        if (incident == null) {
            if (store.size() >= IncidentStore.MAX) {
                // An alert is not lost to a limit: it goes out by itself.
                return List.of(new Raised(toFirstLevel(alert, route)));
            }
            incident = IncidentState.begin(id(alert, key), route.id(), alert, now);
        }
        machine().alert(incident, alert, now);
        return settle(key, incident, alert, now);
    }

    private static Escalation toFirstLevel(Escalation alert, Route route) {
        List<String> receivers = route.policy().levels().getFirst().receivers();
        return receivers.isEmpty()
                ? alert
                : Escalation.newBuilder(alert).setReceivers(receivers).build();
    }

    /// Does what is due, and records what became of the alert.
    private List<Settled> settle(String key, IncidentState incident, Escalation alert, Instant now) {
        TransitionResult outcome = machine().evaluate(incident, now);
        List<Settled> outcomes = new ArrayList<>(send(key, incident, outcome, now));
        if (outcome.notifications().isEmpty()) {
            Reason reason = outcome.held()
                    .map(IncidentGrouping::reason)
                    .orElse(incident.phase() == Phase.COLLECTING ? Reason.TOO_FEW : Reason.GROUPED);
            outcomes.add(notRaised(alert, incident.id(), reason, now));
        }
        return outcomes;
    }

    private List<Settled> dismiss(String siteId, String eventId, Instant now) {
        var outcomes = new ArrayList<Settled>();
        for (var known : containing(siteId, eventId)) {
            machine().dismiss(known.getValue(), eventId);
            outcomes.addAll(evaluate(known.getKey(), known.getValue(), now));
        }
        return outcomes;
    }

    private List<Settled> repeat(String siteId, String eventId, Instant now) {
        for (var known : containing(siteId, eventId)) {
            machine().repeat(known.getValue(), now);
            send(known.getKey(), known.getValue(), TransitionResult.NOTHING, now);
        }
        return List.of();
    }

    private List<Settled> act(String siteId, IncidentAction action, Instant now) {
        return store.ofSite(siteId).stream()
                .filter(entry -> entry.getValue().id().equals(action.getIncidentId()))
                .findFirst()
                .map(entry -> {
                    IncidentState incident = entry.getValue();
                    IncidentStateMachine machine = machine();
                    TransitionResult outcome = switch (action.getAction()) {
                        case acknowledge -> machine.acknowledge(incident, now);
                        case unacknowledge -> machine.unacknowledge(incident, now);
                        case resolve -> machine.resolve(incident, now);
                        case unknown -> TransitionResult.NOTHING;
                    };
                    return send(entry.getKey(), incident, outcome, now);
                })
                .orElse(List.of());
    }

    /// From the delivery on the next page counts.
    private List<Settled> ended(PageResult page, Instant now) {
        return store.ofSite(page.siteId()).stream()
                .filter(entry -> entry.getValue().id().equals(page.incidentId()))
                .findFirst()
                .map(entry -> {
                    machine().pageEnded(entry.getValue(), page.version(), Optional.ofNullable(page.deliveredAt()));
                    return evaluate(entry.getKey(), entry.getValue(), now);
                })
                .orElse(List.of());
    }

    /// Does what is due by now.
    List<Settled> due() {
        Instant now = clock.instant();
        var outcomes = new ArrayList<Settled>();
        for (String key : store.due(now)) {
            IncidentState incident = store.get(key);
            if (incident == null || machine().isForgotten(incident, now)) {
                store.delete(key);
            } else {
                outcomes.addAll(evaluate(key, incident, now));
            }
        }
        return outcomes;
    }

    private List<Settled> evaluate(String key, IncidentState incident, Instant now) {
        TransitionResult outcome = machine().evaluate(incident, now);
        List<Settled> outcomes = new ArrayList<>(send(key, incident, outcome, now));
        outcome.held().ifPresent(why -> outcomes.add(notRaised(incident.alert(), incident.id(), reason(why), now)));
        return outcomes;
    }

    private List<Settled> send(String key, IncidentState incident, TransitionResult outcome, Instant now) {
        List<Settled> raised = outcome.notifications().stream()
                .<Settled>map(notification -> {
                    metrics.notified(notification.change());
                    String alertId = AlertId.of(incident.id() + "/" + notification.version());
                    return new Raised(incident.notification(notification, alertId, now));
                })
                .toList();
        if (!raised.isEmpty()) {
            incident.sent(store.size() < IncidentStore.MAX_WITH_PICTURES);
        }
        store.put(key, incident, machine().nextDue(incident, now));
        return raised;
    }

    private List<Map.Entry<String, IncidentState>> containing(String siteId, String eventId) {
        return store.ofSite(siteId).stream()
                .filter(entry -> entry.getValue().contains(eventId))
                .toList();
    }

    private IncidentStateMachine machine() {
        RoutingTable table = routes.get();
        return new IncidentStateMachine(table, (incident, route, now) -> suppression(table, incident, route, now));
    }

    private Optional<Suppression> suppression(RoutingTable table, IncidentState incident, Route route, Instant now) {
        Optional<Collection<Silence>> known = silences.get();
        if (known.isEmpty()) {
            return Optional.of(Suppression.SILENCED);
        }
        return table.suppression(
                route,
                incident.alert(),
                () -> store.ofSite(incident.alert().getSiteId()).stream()
                        .map(Map.Entry::getValue)
                        .filter(other -> other.isActive() && !other.id().equals(incident.id()))
                        .map(IncidentState::alert)
                        .toList(),
                known.get(),
                now);
    }

    private static NotRaised notRaised(Escalation alert, @Nullable String incidentId, Reason reason, Instant now) {
        return new NotRaised(alert.getEventId(), alert.getSiteId(), alert.getCameraId(), incidentId, reason, now);
    }

    private static Reason reason(Suppression suppression) {
        return switch (suppression) {
            case MUTED -> Reason.MUTED;
            case SILENCED -> Reason.SILENCED;
            case INHIBITED -> Reason.INHIBITED;
        };
    }

    /// It holds the site, so that what a person says about the incident finds its task.
    private static String id(Escalation alert, String key) {
        return new IncidentId(
                        alert.getSiteId(),
                        Sha256.hex(key + "/" + alert.getAlertId()).substring(0, ID_DIGITS))
                .text();
    }
}
