package io.frostglass.escalation;

import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.rules.Rules;
import io.frostglass.escalation.rules.Rules.Match;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Decides whether an event becomes an alert, by the rules of now, and writes the alert. Where there is an agent to
/// wait for, the alert waits; everywhere else nothing is different from what it would be without agents.
final class Escalator {

    private final Supplier<Rules> rules;
    private final Presence agents;
    private final InstantSource clock;

    Escalator(Supplier<Rules> rules, Presence agents, InstantSource clock) {
        this.rules = rules;
        this.agents = agents;
        this.clock = clock;
    }

    Decision decide(SanitizedMotion event) {
        if (event.getDuplicateOf() != null) {
            return new Decision.NotRaised(event, Decision.Reason.DUPLICATE, clock.instant());
        }
        return rules.get()
                .decide(event)
                .map(match -> decide(event, match))
                .orElseGet(() -> new Decision.NotRaised(event, Decision.Reason.NO_RULE, clock.instant()));
    }

    private Decision decide(SanitizedMotion event, Match match) {
        Escalation alert = alert(event, match);
        boolean waits = match.deadline().isPositive() && agents.isThere(event.getEventId(), event.getSiteId());
        return waits
                ? new Decision.Waits(new WaitingAlert(alert, deadline(event, match.deadline())))
                : new Decision.Raised(alert);
    }

    /// Counted from when the event came, by the broker's clock, which is that of decisions, too. Where that clock is
    /// ahead of ours, nobody waits for the difference.
    private Instant deadline(SanitizedMotion event, Duration wait) {
        Instant now = clock.instant();
        Instant came = event.getReceivedAt();
        return (came.isBefore(now) ? came : now).plus(wait);
    }

    /// Field by field: what a later version of the event carries does not slip through.
    private Escalation alert(SanitizedMotion event, Match match) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(event.getEventId()))
                .setEventId(event.getEventId())
                .setSiteId(event.getSiteId())
                .setCameraId(event.getCameraId())
                .setTimestamp(event.getTimestamp())
                .setRaisedAt(clock.instant())
                .setSeverity(match.severity())
                .setRule(match.rule())
                .setSummary(Summary.of(event, match.rule()))
                .setReceivers(match.receivers())
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
