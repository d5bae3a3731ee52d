package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.escalation.WaitingAlerts.Due;
import io.frostglass.escalation.WaitingMetrics.End;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where alerts by the rules and what agents decide meet, by event, in whichever order they come:
/// ```
///             ┌─ raised in time ───────────▶ one alert: the rules' receivers and pictures, the agent's words
/// waiting ────┼─ dismissed in time ────────▶ none
///             └─ anything else ────────────▶ the alert by the rules
///                 the deadline, nobody there any more, a decision that is not acted on or cannot be read
/// ```
/// Anything else is also what is not known: an alert is lost to a dismissal alone.
final class AlertDecisionJoiner {

    private final FirstDecisions firsts;
    private final WaitingAlerts waiting;
    private final AgentAlerts agents;
    private final AgentPresenceLookup agentPresenceLookup;
    private final WaitingMetrics metrics;
    private final InstantSource clock;

    AlertDecisionJoiner(
            FirstDecisions firsts,
            WaitingAlerts waiting,
            AgentAlerts agents,
            AgentPresenceLookup agentPresenceLookup,
            WaitingMetrics metrics,
            InstantSource clock) {
        this.firsts = firsts;
        this.waiting = waiting;
        this.agents = agents;
        this.agentPresenceLookup = agentPresenceLookup;
        this.metrics = metrics;
        this.clock = clock;
    }

    /// How many alerts wait here.
    int waiting() {
        return waiting.size();
    }

    /// Takes what comes next.
    ///
    /// @param key of its record
    /// @param at the record's time; a decision's is by the broker's clock, which no agent and no gateway can set
    List<AgentVerdict> take(@Nullable String key, EventSubject about, Instant at) {
        return switch (about) {
            case WaitingAlert alert -> take(alert, at);
            case AgentRecord.ReadableDecision(AgentDecision decision) -> take(decision, at);
            case AgentRecord.UnreadableDecision unreadableDecision -> key == null ? List.of() : leave(key, at);
        };
    }

    private List<AgentVerdict> take(WaitingAlert alert, Instant at) {
        Optional<FirstDecision> first = firsts.about(alert.eventId(), at);
        if (first.isPresent()) {
            return List.of(after(first.get(), alert));
        }
        if (alert.isOver(clock.instant())) {
            return List.of(release(alert, End.DEADLINE));
        }
        return waiting.add(alert) ? List.of() : List.of(release(alert, End.OVERFLOW));
    }

    /// The decision came before the alert.
    private AgentVerdict after(FirstDecision first, WaitingAlert alert) {
        return switch (first) {
            case FirstDecision.DismissedByAgent(String agent, Instant decided) -> {
                if (alert.isOver(decided)) {
                    yield release(alert, End.DEADLINE);
                }
                metrics.ended(End.DISMISSED);
                yield agents.dismissedBefore(alert.alert(), agent);
            }
            case FirstDecision.RaisedByAgent(var told) -> {
                metrics.ended(End.RAISED);
                yield agents.tellTheRest(alert.alert(), told);
            }
            case FirstDecision.Left left -> release(alert, End.LEFT);
        };
    }

    private List<AgentVerdict> take(AgentDecision decision, Instant at) {
        String eventId = decision.getEventId();
        if (firsts.about(eventId, at).isPresent()) {
            return List.of();
        }
        var verdicts = new ArrayList<AgentVerdict>();
        Optional<WaitingAlert> alert = waiting.remove(eventId);
        Optional<End> unheeded = alert.flatMap(it -> whyNotHeeded(it, decision, at));
        if (alert.isPresent() && unheeded.isPresent()) {
            verdicts.add(release(alert.get(), unheeded.get()));
            alert = Optional.empty();
        }
        AgentVerdict verdict = alert.map(it -> settle(it, decision)).orElseGet(() -> agents.decide(decision));
        verdicts.add(verdict);
        firsts.remember(eventId, FirstDecision.of(decision, verdict, at), at);
        return verdicts;
    }

    private Optional<End> whyNotHeeded(WaitingAlert alert, AgentDecision decision, Instant at) {
        if (decision.getEffect() == AgentEffect.shadowed) {
            return Optional.of(End.LEFT);
        }
        if (alert.isOver(at)) {
            return Optional.of(End.DEADLINE);
        }
        // The rules file has changed meanwhile.
        return agents.concern(alert.alert().getSiteId()) ? Optional.empty() : Optional.of(End.UNATTENDED);
    }

    private AgentVerdict settle(WaitingAlert alert, AgentDecision decision) {
        metrics.ended(
                switch (decision.getOutcome()) {
                    case raised -> End.RAISED;
                    case dismissed -> End.DISMISSED;
                });
        return agents.settle(decision, alert.alert());
    }

    /// A decision that cannot be read is the use of the token all the same: there will be no other.
    private List<AgentVerdict> leave(String eventId, Instant at) {
        if (firsts.about(eventId, at).isPresent()) {
            return List.of();
        }
        firsts.remember(eventId, new FirstDecision.Left(), at);
        return waiting.remove(eventId).stream()
                .map(alert -> release(alert, End.LEFT))
                .toList();
    }

    /// Lets go of those that have waited long enough, or for nobody.
    List<AgentVerdict> look() {
        Instant now = clock.instant();
        var verdicts = new ArrayList<AgentVerdict>();
        for (Due due : waiting.dues()) {
            why(due, now)
                    .flatMap(end -> waiting.remove(due.eventId()).map(alert -> release(alert, end)))
                    .ifPresent(verdicts::add);
        }
        return verdicts;
    }

    private Optional<End> why(Due due, Instant now) {
        if (now.isAfter(due.deadline())) {
            return Optional.of(End.DEADLINE);
        }
        boolean gone = agentPresenceLookup.isGone(due.eventId(), due.siteId()) || !agents.concern(due.siteId());
        return gone ? Optional.of(End.UNATTENDED) : Optional.empty();
    }

    private AgentVerdict release(WaitingAlert alert, End end) {
        metrics.ended(end);
        return agents.release(alert.alert());
    }
}
