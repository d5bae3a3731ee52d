package io.frostglass.escalation;

import io.frostglass.alerts.BoundingBox;
import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.rules.Rules;
import io.frostglass.escalation.rules.Rules.Match;
import io.frostglass.sanitized.Label;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Decides whether an event becomes an alert, by the rules of now, and writes the alert.
final class Escalator {

    private final Supplier<Rules> rules;
    private final InstantSource clock;

    Escalator(Supplier<Rules> rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    Decision decide(SanitizedMotion event) {
        if (event.getDuplicateOf() != null) {
            return new Decision.NotRaised(event, Decision.Reason.DUPLICATE, clock.instant());
        }
        return rules.get()
                .decide(event)
                .<Decision>map(match -> new Decision.Raised(alert(event, match)))
                .orElseGet(() -> new Decision.NotRaised(event, Decision.Reason.NO_RULE, clock.instant()));
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
