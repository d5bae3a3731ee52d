package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentEffect;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.RuleOutcome.NoAlertReason;
import io.frostglass.escalation.rules.AgentRule;
import io.frostglass.escalation.rules.RuleSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Makes alerts of what agents decide. Where an alert by the rules waits for it, theirs becomes that alert: with its
/// id, its time, its picture and its receivers. Where none does, the rules have told people already, and it adds to
/// that:
///
/// | field | by an agent in time | by an agent afterwards |
/// |---|---|---|
/// | `alert_id` | the event's | one of its own, which follows from the event's as well |
/// | `updates` | | the id of the alert by the rules: the incident |
/// | `timestamp` | when the motion was | when the agent decided; a decision does not say when the motion was |
/// | `rule` | `agent/` and the agent; no rule can have such a name | the same |
/// | `summary` | the agent's words, behind its name | the same |
final class AgentAlerts {

    private static final String AGENT = "agent/";

    private final Supplier<RuleSet> rules;
    private final InstantSource clock;

    AgentAlerts(Supplier<RuleSet> rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /// Whether what agents decide at a site concerns anybody.
    boolean concern(String siteId) {
        return rules.get().agentsAt(siteId).isPresent();
    }

    /// What comes of a decision about an event for which no alert waits.
    AgentVerdict decide(AgentDecision decision) {
        Instant now = clock.instant();
        if (decision.getEffect() == AgentEffect.shadowed) {
            return AgentVerdict.NotEscalated.of(decision, NoAlertReason.SHADOWED, now);
        }
        return switch (decision.getOutcome()) {
            case dismissed -> AgentVerdict.NotEscalated.of(decision, NoAlertReason.DISMISSED, now);
            case raised -> raise(decision, now);
        };
    }

    /// What comes of a decision that is acted on, and of the alert that waits for it.
    AgentVerdict settle(AgentDecision decision, Escalation waiting) {
        Instant now = clock.instant();
        return switch (decision.getOutcome()) {
            case dismissed -> AgentVerdict.NotEscalated.of(decision, NoAlertReason.DISMISSED_IN_TIME, now);
            case raised -> new AgentVerdict.Escalated(together(decision, waiting, now));
        };
    }

    /// What comes of an alert that an agent dismissed before it had begun to wait.
    AgentVerdict dismissedBefore(Escalation waiting, String agent) {
        return AgentVerdict.NotEscalated.of(waiting, ruleOf(agent), NoAlertReason.DISMISSED_IN_TIME, clock.instant());
    }

    /// What comes of an alert about whose event an agent raised one before: nobody is paged for it twice.
    ///
    /// @param told whom that one went to
    AgentVerdict tellTheRest(Escalation waiting, Set<String> told) {
        List<String> rest = waiting.getReceivers().stream()
                .filter(receiver -> !told.contains(receiver))
                .toList();
        if (rest.isEmpty()) {
            String theirs = AlertId.ofAgents(waiting.getEventId());
            return AgentVerdict.NotEscalated.of(waiting, theirs, NoAlertReason.TOLD_BY_AGENT, clock.instant());
        }
        return release(Escalation.newBuilder(waiting).setReceivers(rest).build());
    }

    /// What comes of an alert for which no agent decided anything that counts.
    AgentVerdict release(Escalation waiting) {
        return new AgentVerdict.Escalated(
                Escalation.newBuilder(waiting).setRaisedAt(clock.instant()).build());
    }

    private AgentVerdict raise(AgentDecision decision, Instant now) {
        Severity severity = severity(decision.getSeverity());
        Optional<AgentRule> rule = rules.get().agentsAt(decision.getSiteId());
        if (rule.isEmpty()) {
            return AgentVerdict.NotEscalated.of(decision, NoAlertReason.NO_RULE, now);
        }
        return rule.filter(section -> section.isMet(severity))
                .<AgentVerdict>map(section -> new AgentVerdict.Escalated(alert(decision, severity, section, now)))
                .orElseGet(() -> AgentVerdict.NotEscalated.of(decision, NoAlertReason.BELOW_MIN_SEVERITY, now));
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

    /// Never for fewer people than the rules would tell.
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

    /// What stands in the place of a rule's name.
    static String ruleOf(String agent) {
        return AGENT + agent;
    }

    /// The severities have the same names; a decision without one is as urgent as one that we do not know.
    private static Severity severity(@Nullable AgentSeverity severity) {
        return switch (severity) {
            case info -> Severity.info;
            case warning -> Severity.warning;
            case error -> Severity.error;
            case critical -> Severity.critical;
            case null -> Severity.warning;
        };
    }

    /// Our own words come first, so that whatever the agent's are, they are read as its words.
    private static String summary(AgentDecision decision, Severity severity) {
        return AlertSummary.line("Agent %s at %s, camera %s: %s"
                .formatted(
                        decision.getAgent(),
                        decision.getSiteId(),
                        decision.getCameraId(),
                        decision.getSummary() == null ? severity + ", and no words" : decision.getSummary()));
    }
}
