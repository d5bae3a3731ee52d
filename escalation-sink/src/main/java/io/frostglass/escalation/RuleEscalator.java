package io.frostglass.escalation;

import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.AlertOutcome.NotRaised;
import io.frostglass.escalation.AlertOutcome.NotRaised.Reason;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.RuleSet.RuleMatch;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Decides by the current rules whether an event becomes an alert. The alert waits if an agent is present that
/// decides about the event; otherwise it goes out at once.
///
/// @param synthetic for the synthetic events, which become no alert
record RuleEscalator(
        Supplier<RuleSet> rules,
        AgentAvailability.Lookup agents,
        SyntheticEventCheck synthetic,
        DecisionMetrics metrics,
        InstantSource clock) {

    AlertOutcome decide(SanitizedMotion event) {
        return metrics.count(outcome(event));
    }

    private AlertOutcome outcome(SanitizedMotion event) {
        if (event.getSynthetic()) {
            return synthetic.check(event, rules.get().decide(event).map(match -> alert(event, match)), clock.instant());
        }
        if (event.getDuplicateOf() != null) {
            return NotRaised.of(event, Reason.DUPLICATE, clock.instant());
        }
        return rules.get()
                .decide(event)
                .map(match -> decide(event, match))
                .orElseGet(() -> NotRaised.of(event, Reason.NO_RULE, clock.instant()));
    }

    private AlertOutcome decide(SanitizedMotion event, RuleMatch match) {
        Escalation alert = alert(event, match);
        boolean waits = match.deadline().isPositive() && agents.isThere(event.getEventId(), event.getSiteId());
        return waits ? new WaitingAlert(alert, deadline(event, match.deadline())) : new AlertOutcome.Raised(alert);
    }

    /// From the time the event was received, by the broker's clock, as for decisions. Where that clock is ahead of
    /// ours, the difference does not make the wait longer.
    private Instant deadline(SanitizedMotion event, Duration wait) {
        Instant now = clock.instant();
        Instant came = event.getReceivedAt();
        return (came.isBefore(now) ? came : now).plus(wait);
    }

    /// Field by field: no field of a later version of the event gets into the alert.
    private Escalation alert(SanitizedMotion event, RuleMatch match) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(event.getEventId()))
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setTimestamp(event.getTimestamp())
                .setRaisedAt(clock.instant())
                .setSeverity(match.severity())
                .setRule(match.rule())
                .setSummary(AlertSummary.of(event, match.rule()))
                .setReceivers(match.receivers())
                .setMotionConfidence(event.getMotionConfidence())
                .setLabels(event.getLabels().stream().map(Label::getLabel).toList())
                .setBboxes(event.getBboxes().stream()
                        .map(box -> new BoundingBox(box.getX(), box.getY(), box.getW(), box.getH()))
                        .toList())
                .setThumbnail(event.getThumbnail())
                .setThumbnailDropped(event.getThumbnailDropped())
                .setFigures(event.getFigures())
                .setKnownPattern(
                        event.getKnownPattern() == null
                                ? null
                                : event.getKnownPattern().getVerdict().name())
                .build();
    }
}
