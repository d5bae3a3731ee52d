package io.frostglass.escalation;

import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RuleSet.RuleMatch;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Decides whether an event becomes an alert, by the rules of now, and writes the alert. Where there is an agent to
/// wait for, the alert waits; everywhere else nothing is different from what it would be without agents.
final class RuleEscalator {

    private final Supplier<RuleSet> rules;
    private final AgentPresenceLookup agents;
    private final InstantSource clock;

    RuleEscalator(Supplier<RuleSet> rules, AgentPresenceLookup agents, InstantSource clock) {
        this.rules = rules;
        this.agents = agents;
        this.clock = clock;
    }

    RuleOutcome decide(SanitizedMotion event) {
        if (event.getDuplicateOf() != null) {
            return new RuleOutcome.NoAlert(event, RuleOutcome.NoAlertReason.DUPLICATE, clock.instant());
        }
        return rules.get()
                .decide(event)
                .map(ruleMatch -> decide(event, ruleMatch))
                .orElseGet(() -> new RuleOutcome.NoAlert(event, RuleOutcome.NoAlertReason.NO_RULE, clock.instant()));
    }

    private RuleOutcome decide(SanitizedMotion event, RuleMatch ruleMatch) {
        Escalation alert = alert(event, ruleMatch);
        boolean waits = ruleMatch.deadline().isPositive() && agents.isThere(event.getEventId(), event.getSiteId());
        return waits
                ? new RuleOutcome.AlertWaits(new WaitingAlert(alert, deadline(event, ruleMatch.deadline())))
                : new RuleOutcome.AlertRaised(alert);
    }

    /// Counted from when the event came, by the broker's clock, which is that of decisions, too. Where that clock is
    /// ahead of ours, nobody waits for the difference.
    private Instant deadline(SanitizedMotion event, Duration wait) {
        Instant now = clock.instant();
        Instant came = event.getReceivedAt();
        return (came.isBefore(now) ? came : now).plus(wait);
    }

    /// Field by field: what a later version of the event carries does not slip through.
    private Escalation alert(SanitizedMotion event, RuleMatch ruleMatch) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(event.getEventId()))
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setTimestamp(event.getTimestamp())
                .setRaisedAt(clock.instant())
                .setSeverity(ruleMatch.severity())
                .setRule(ruleMatch.rule())
                .setSummary(AlertSummary.of(event, ruleMatch.rule()))
                .setReceivers(ruleMatch.receivers())
                .setMotionConfidence(event.getMotionConfidence())
                .setLabels(event.getLabels().stream().map(Label::getLabel).toList())
                .setBboxes(event.getBboxes().stream()
                        .map(box -> new BoundingBox(box.getX(), box.getY(), box.getW(), box.getH()))
                        .toList())
                .setThumbnail(event.getThumbnail())
                .setThumbnailDropped(event.getThumbnailDropped())
                .build();
    }
}
