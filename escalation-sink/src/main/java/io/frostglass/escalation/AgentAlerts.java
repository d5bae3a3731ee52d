package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.AlertOutcome.NotRaised;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.AlertOutcome.Raised;
import io.frostglass.escalation.AlertOutcome.Settled;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RuleSet.AgentRule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes alerts of agents' decisions. If an alert by the rules waits for the decision, the two become one alert, with
/// the id, the time, the picture and the receivers of the rules' alert. If none waits, the decision becomes an update
/// of the rules' alert:
///
/// | field | by an agent in time | by an agent afterwards |
/// |---|---|---|
/// | `alert_id` | the event's | one of its own, computed from the event id too |
/// | `updates` | | the id of the alert by the rules: the incident |
/// | `timestamp` | of the motion | of the decision; a decision does not hold the time of the motion |
/// | `rule` | `agent/` and the agent; no rule can have such a name | the same |
/// | `summary` | the agent's name, then its words | the same |
record AgentAlerts(Supplier<RuleSet> rules, InstantSource clock) {

    private static final String AGENT = "agent/";

    /// Whether the rules file has a section for agents at a site.
    boolean concern(String siteId) {
        return rules.get().agentsAt(siteId).isPresent();
    }

    /// A decision about an event for which no alert waits.
    Settled decide(AgentDecision decision) {
        Instant now = clock.instant();
        if (decision.getEffect() == AgentEffect.shadowed) {
            return NotRaised.of(decision, Reason.SHADOWED, now);
        }
        return switch (decision.getOutcome()) {
            case dismissed -> NotRaised.of(decision, Reason.DISMISSED, now);
            case raised -> raise(decision, now);
        };
    }

    /// A decision that is acted on, and the alert that waits for it.
    Settled settle(AgentDecision decision, Escalation waiting) {
        Instant now = clock.instant();
        return switch (decision.getOutcome()) {
            case dismissed -> NotRaised.of(decision, Reason.DISMISSED_IN_TIME, now);
            case raised -> new Raised(together(decision, waiting, now));
        };
    }

    /// An alert that an agent dismissed before it began to wait.
    Settled dismissedBefore(Escalation waiting, String agent) {
        return NotRaised.of(waiting, ruleOf(agent), Reason.DISMISSED_IN_TIME, clock.instant());
    }

    /// An alert about an event for which an agent has raised one: the other receivers get it.
    ///
    /// @param told the receivers of the agent's alert
    Settled tellTheRest(Escalation waiting, Set<String> told) {
        List<String> rest = waiting.getReceivers().stream()
                .filter(receiver -> !told.contains(receiver))
                .toList();
        if (rest.isEmpty()) {
            String theirs = AlertId.ofAgents(waiting.getEventId());
            return NotRaised.of(waiting, theirs, Reason.TOLD_BY_AGENT, clock.instant());
        }
        return release(Escalation.newBuilder(waiting).setReceivers(rest).build());
    }

    /// An alert for which no agent decided anything that counts.
    Settled release(Escalation waiting) {
        return new Raised(
                Escalation.newBuilder(waiting).setRaisedAt(clock.instant()).build());
    }

    private Settled raise(AgentDecision decision, Instant now) {
        Severity severity = severity(decision.getSeverity());
        Optional<AgentRule> rule = rules.get().agentsAt(decision.getSiteId());
        if (rule.isEmpty()) {
            return NotRaised.of(decision, Reason.NO_RULE, now);
        }
        return rule.filter(section -> section.isMet(severity))
                .<Settled>map(section -> new Raised(alert(decision, severity, section, now)))
                .orElseGet(() -> NotRaised.of(decision, Reason.BELOW_MIN_SEVERITY, now));
    }

    private static Escalation alert(AgentDecision decision, Severity severity, AgentRule rule, Instant now) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.ofAgents(decision.getEventId()))
                .setUpdates(AlertId.of(decision.getEventId()))
                .setEventId(decision.getEventId())
                .setSiteId(decision.getSiteId())
                .setCameraId(decision.getCameraId())
                .setTimestamp(decision.getDecidedAt())
                .setRaisedAt(now)
                .setSeverity(severity)
                .setRule(ruleOf(decision.getAgent()))
                .setSummary(summary(decision, severity))
                .setReceivers(rule.receivers())
                .build();
    }

    /// All receivers of the rules get it, and perhaps more.
    private Escalation together(AgentDecision decision, Escalation waiting, Instant now) {
        Severity severity = severity(decision.getSeverity());
        Stream<String> more = rules.get().agentsAt(decision.getSiteId()).stream()
                .filter(section -> section.isMet(severity))
                .flatMap(section -> section.receivers().stream());
        return Escalation.newBuilder(waiting)
                .setRaisedAt(now)
                .setSeverity(severity)
                .setRule(ruleOf(decision.getAgent()))
                .setSummary(summary(decision, severity))
                .setReceivers(Stream.concat(waiting.getReceivers().stream(), more)
                        .distinct()
                        .toList())
                .build();
    }

    /// Stands in the place of a rule's name.
    static String ruleOf(String agent) {
        return AGENT + agent;
    }

    /// The severities have the same names. A decision without one counts as a warning.
    private static Severity severity(@Nullable AgentSeverity severity) {
        return switch (severity) {
            case info -> Severity.info;
            case warning -> Severity.warning;
            case error -> Severity.error;
            case critical -> Severity.critical;
            case null -> Severity.warning;
        };
    }

    /// The fixed words come first: the reader sees whose words follow.
    private static String summary(AgentDecision decision, Severity severity) {
        return AlertSummary.line("Agent %s at %s, camera %s: %s"
                .formatted(
                        decision.getAgent(),
                        decision.getSiteId(),
                        decision.getCameraId(),
                        decision.getSummary() == null ? severity + ", and no words" : decision.getSummary()));
    }
}
