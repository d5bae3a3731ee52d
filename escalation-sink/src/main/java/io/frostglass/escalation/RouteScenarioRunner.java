package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.escalation.RouteScenario.Happening;
import io.frostglass.escalation.RouteScenario.ReceiverState;
import io.frostglass.escalation.RouteScenario.Step;
import io.frostglass.escalation.routes.RoutingTable;
import io.frostglass.escalation.routes.Silence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Plays a [RouteScenario] in simulated time, and writes down what is sent. It goes on after the last step until every
/// incident is resolved and forgotten.
final class RouteScenarioRunner {

    /// The end of a scenario in which an incident is never forgotten.
    private static final Duration LONGEST_AFTER = Duration.ofDays(8);

    private final RouteScenario scenario;
    private final Target target;
    private final List<String> lines = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Incident> incidents = new ArrayList<>();
    private final List<String> sites = new ArrayList<>();
    private final Map<String, Escalation> events = new HashMap<>();
    private final List<Escalation> onTheirWay = new ArrayList<>();
    private ReceiverState reception = ReceiverState.UP;
    private int alerts;
    private Instant now;

    /// What groups the alerts.
    interface Target {

        /// Sets the time, and does what is due by then.
        void advance(Instant to);

        /// When it should be advanced next at the latest; [Instant#MAX] if it waits for nothing.
        Instant nextDue();

        /// An alert, an agent's words about one (with `updates`), or a dismissal.
        void take(String siteId, IncidentInput input);

        /// A page about an incident was delivered to all its receivers, or given up.
        void ended(Escalation page, boolean delivered);

        void silences(List<Silence> silences);

        void routes(RoutingTable table);

        void restart();

        /// What was sent since the last call.
        List<Escalation> sent();
    }

    RouteScenarioRunner(RouteScenario scenario, Target target) {
        this.scenario = scenario;
        this.target = target;
        this.now = scenario.start();
    }

    /// @return what was sent, one line each, in order
    List<String> run() {
        target.advance(now);
        for (Step step : scenario.steps()) {
            advanceTo(scenario.start().plus(step.at()));
            happens(step.happening());
            writeDown();
        }
        Instant end = now.plus(LONGEST_AFTER);
        while (target.nextDue().isBefore(end)) {
            advanceTo(target.nextDue());
        }
        return lines;
    }

    private void advanceTo(Instant to) {
        while (target.nextDue().isBefore(to)) {
            Instant due = target.nextDue();
            now = due.isBefore(now) ? now : due;
            target.advance(now);
            writeDown();
        }
        now = to;
        target.advance(now);
        writeDown();
    }

    private void happens(Happening happening) {
        switch (happening) {
            case Happening.Alert(Escalation alert, Duration seenBefore) -> alert(alert, seenBefore);
            case Happening.AgentWords words -> words(words);
            case Happening.Dismissal(String eventId) ->
                target.take(event(eventId).getSiteId(), new IncidentInput.DismissedEvent(eventId));
            case Happening.Repetition(String eventId) ->
                target.take(event(eventId).getSiteId(), new IncidentInput.RepeatedEvent(eventId));
            case Happening.Action(var action, int number) -> {
                String site = sites.get(number - 1);
                target.take(
                        site,
                        new IncidentInput.PersonAction(new IncidentAction(
                                incidents.get(number - 1).getIncidentId(), site, action, "guard", now)));
            }
            case Happening.SilenceBegins(var matchers, Duration length) ->
                target.silences(List.of(new Silence("sil-1", matchers, now, now.plus(length))));
            case Happening.SilencesEnd() -> target.silences(List.of());
            case Happening.Reception(ReceiverState state) -> {
                reception = state;
                receive();
            }
            case Happening.NewRoutes(RoutingTable table) -> target.routes(table);
            case Happening.Restart() -> target.restart();
            case Happening.Nothing() -> {}
        }
    }

    private void alert(Escalation template, Duration seenBefore) {
        alerts++;
        String eventId = template.getEventId().isEmpty() ? "evt-" + alerts : template.getEventId();
        Escalation alert = Escalation.newBuilder(template)
                .setEventId(eventId)
                .setAlertId(AlertId.of(eventId))
                .setTimestamp(now.minus(seenBefore))
                .setRaisedAt(now)
                .build();
        events.put(eventId, alert);
        target.take(alert.getSiteId(), new IncidentInput.RaisedAlert(alert));
    }

    private void words(Happening.AgentWords words) {
        Escalation about = event(words.eventId());
        target.take(
                about.getSiteId(),
                new IncidentInput.RaisedAlert(Escalation.newBuilder(about)
                        .setAlertId(AlertId.ofAgents(words.eventId()))
                        .setUpdates(about.getAlertId())
                        .setTimestamp(now)
                        .setRaisedAt(now)
                        .setSeverity(words.severity())
                        .setRule("agent/night-shift")
                        .setSummary("Agent night-shift: " + words.words())
                        .build()));
    }

    private Escalation event(String id) {
        Escalation event = events.get(id);
        if (event == null) {
            throw new IllegalArgumentException("the scenario has no event " + id.substring("evt-".length()));
        }
        return event;
    }

    private void writeDown() {
        List<Escalation> all = target.sent();
        while (!all.isEmpty()) {
            all.forEach(this::writeDown);
            receive();
            all = target.sent();
        }
    }

    /// The receivers take or refuse what is on its way to them.
    private void receive() {
        if (reception != ReceiverState.DOWN) {
            List<Escalation> pages = List.copyOf(onTheirWay);
            onTheirWay.clear();
            pages.forEach(page -> target.ended(page, reception == ReceiverState.UP));
        }
    }

    private void writeDown(Escalation sent) {
        Incident incident = sent.getIncident();
        int number = numbers.computeIfAbsent(incident.getIncidentId(), _ -> {
            incidents.add(incident);
            sites.add(sent.getSiteId());
            return incidents.size();
        });
        lines.add(line(sent, incident, number));
        onTheirWay.add(sent);
    }

    /// Such as `5m updated chat,pager incident 2 level 2 7 alerts (quiet)`; what is 1 is not said.
    private String line(Escalation sent, Incident incident, int number) {
        var words = new ArrayList<String>();
        words.add(time(Duration.between(scenario.start(), now)));
        words.add(incident.getChange().name());
        words.add(sent.getReceivers().stream().sorted().collect(Collectors.joining(",")));
        if (number > 1) {
            words.add("incident " + number);
        }
        if (incident.getLevel() > 1) {
            words.add("level " + incident.getLevel());
        }
        if (incident.getCount() > 1) {
            words.add(incident.getCount() + " alerts");
        }
        if (incident.getReason() != null) {
            words.add("(" + incident.getReason() + ")");
        }
        return String.join(" ", words);
    }

    static String time(Duration since) {
        var text = new StringBuilder();
        part(text, since.toDays(), "d");
        part(text, since.toHoursPart(), "h");
        part(text, since.toMinutesPart(), "m");
        part(text, since.toSecondsPart(), "s");
        part(text, since.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void part(StringBuilder text, long number, String unit) {
        if (number > 0) {
            text.append(number).append(unit);
        }
    }
}
