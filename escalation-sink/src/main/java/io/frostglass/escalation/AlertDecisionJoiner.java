package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.FirstDecisions.FirstDecision;
import io.frostglass.escalation.WaitingAlerts.Due;
import io.frostglass.escalation.WaitingMetrics.End;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Joins alerts by the rules with agents' decisions, by event, in either order:
/// ```
///             ┌─ raised in time ───────────▶ one alert: the rules' receivers and picture, the agent's words
/// waiting ────┼─ dismissed in time ────────▶ none
///             └─ anything else ────────────▶ the alert by the rules
///                 the deadline, no agent present any more, a decision that is not acted on or cannot be read
/// ```
/// Only a dismissal ends an alert. Where something is not known, the alert goes out.
record AlertDecisionJoiner(
        FirstDecisions firsts,
        WaitingAlerts alerts,
        AgentAlerts agents,
        AgentAvailability.Lookup presence,
        WaitingMetrics metrics,
        InstantSource clock) {

    /// The number of alerts that wait.
    int waiting() {
        return alerts.size();
    }

    /// An alert by the rules, or an agent's decision.
    sealed interface Input permits AgentRecord, WaitingAlert {}

    /// Takes the next input.
    ///
    /// @param key of its record
    /// @param at the record's time. For a decision it is the broker's: no agent and no gateway can set it
    List<Settled> take(@Nullable String key, Input input, Instant at) {
        return switch (input) {
            case WaitingAlert alert -> take(alert, at);
            case AgentRecord.ReadableDecision(AgentDecision decision) -> take(decision, at);
            case AgentRecord.UnreadableDecision _ -> key == null ? List.of() : leave(key, at);
        };
    }

    private List<Settled> take(WaitingAlert alert, Instant at) {
        Optional<FirstDecision> first = firsts.about(alert.eventId(), at);
        if (first.isPresent()) {
            return List.of(after(first.get(), alert));
        }
        if (alert.isOver(clock.instant())) {
            return List.of(release(alert, End.DEADLINE));
        }
        return alerts.add(alert) ? List.of() : List.of(release(alert, End.OVERFLOW));
    }

    /// The decision came before the alert.
    private Settled after(FirstDecision first, WaitingAlert alert) {
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
            case FirstDecision.Left _ -> release(alert, End.LEFT);
        };
    }

    private List<Settled> take(AgentDecision decision, Instant at) {
        String eventId = decision.getEventId();
        if (firsts.about(eventId, at).isPresent()) {
            return List.of();
        }
        var outcomes = new ArrayList<Settled>();
        Optional<WaitingAlert> alert = alerts.remove(eventId);
        Optional<End> ignored = alert.flatMap(it -> notActedOn(it, decision, at));
        if (alert.isPresent() && ignored.isPresent()) {
            outcomes.add(release(alert.get(), ignored.get()));
            alert = Optional.empty();
        }
        Settled outcome = alert.map(it -> settle(it, decision)).orElseGet(() -> agents.decide(decision));
        outcomes.add(outcome);
        firsts.remember(eventId, FirstDecision.of(decision, outcome, at), at);
        return outcomes;
    }

    private Optional<End> notActedOn(WaitingAlert alert, AgentDecision decision, Instant at) {
        if (decision.getEffect() == AgentEffect.shadowed) {
            return Optional.of(End.LEFT);
        }
        if (alert.isOver(at)) {
            return Optional.of(End.DEADLINE);
        }
        // The rules file may have changed meanwhile.
        return agents.concern(alert.alert().getSiteId()) ? Optional.empty() : Optional.of(End.UNATTENDED);
    }

    private Settled settle(WaitingAlert alert, AgentDecision decision) {
        metrics.ended(
                switch (decision.getOutcome()) {
                    case raised -> End.RAISED;
                    case dismissed -> End.DISMISSED;
                });
        return agents.settle(decision, alert.alert());
    }

    /// A decision that cannot be read uses up the token too: no other decision will come.
    private List<Settled> leave(String eventId, Instant at) {
        if (firsts.about(eventId, at).isPresent()) {
            return List.of();
        }
        firsts.remember(eventId, new FirstDecision.Left(), at);
        return alerts.remove(eventId).stream()
                .map(alert -> release(alert, End.LEFT))
                .toList();
    }

    /// Releases the alerts that have waited until their deadline, or have no agent to wait for.
    List<Settled> releaseDue() {
        Instant now = clock.instant();
        var outcomes = new ArrayList<Settled>();
        for (Due due : alerts.dues()) {
            endOf(due, now)
                    .flatMap(end -> alerts.remove(due.eventId()).map(alert -> release(alert, end)))
                    .ifPresent(outcomes::add);
        }
        return outcomes;
    }

    private Optional<End> endOf(Due due, Instant now) {
        if (now.isAfter(due.deadline())) {
            return Optional.of(End.DEADLINE);
        }
        boolean gone = presence.isGone(due.eventId(), due.siteId()) || !agents.concern(due.siteId());
        return gone ? Optional.of(End.UNATTENDED) : Optional.empty();
    }

    private Settled release(WaitingAlert alert, End end) {
        metrics.ended(end);
        return agents.release(alert.alert());
    }
}
