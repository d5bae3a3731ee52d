package io.frostglass.escalation;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.rules.AgentRule;
import io.frostglass.escalation.rules.Rules;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Makes alerts of what agents decide. The rules have decided about the event already, without waiting for any agent;
/// an agent's alert adds to theirs, the page first and the words later:
///
/// | field | holds |
/// |---|---|
/// | `alert_id` | one of its own, which follows from the event's as well |
/// | `updates` | the id of the alert by the rules: the incident |
/// | `timestamp` | when the agent decided; a decision does not say when the motion was |
/// | `rule` | `agent/` and the agent; no rule can have such a name |
/// | `summary` | the agent's words, behind its name |
final class AgentAlerts {

    private static final String AGENT = "agent/";

    private final Supplier<Rules> rules;
    private final InstantSource clock;

    AgentAlerts(Supplier<Rules> rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    AgentVerdict decide(AgentDecision decision) {
        Instant now = clock.instant();
        return switch (decision.getOutcome()) {
            case dismissed -> new AgentVerdict.NotRaised(decision, Decision.Reason.DISMISSED, now);
            case raised -> raise(decision, now);
        };
    }

    private AgentVerdict raise(AgentDecision decision, Instant now) {
        Severity severity = severity(decision.getSeverity());
        Optional<AgentRule> rule = rules.get().agents().filter(section -> section.covers(decision.getSiteId()));
        if (rule.isEmpty()) {
            return new AgentVerdict.NotRaised(decision, Decision.Reason.NO_RULE, now);
        }
        return rule.filter(section -> section.isMet(severity))
                .<AgentVerdict>map(section -> new AgentVerdict.Raised(alert(decision, severity, section, now)))
                .orElseGet(() -> new AgentVerdict.NotRaised(decision, Decision.Reason.BELOW_MIN_SEVERITY, now));
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
                .setRule(ruleOf(decision))
                .setSummary(summary(decision, severity))
                .setReceivers(rule.receivers())
                .build();
    }

    /// What stands in the place of a rule's name.
    static String ruleOf(AgentDecision decision) {
        return AGENT + decision.getAgent();
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
        return Summary.line("Agent %s at %s, camera %s: %s"
                .formatted(
                        decision.getAgent(),
                        decision.getSiteId(),
                        decision.getCameraId(),
                        decision.getSummary() == null ? severity + ", and no words" : decision.getSummary()));
    }
}
