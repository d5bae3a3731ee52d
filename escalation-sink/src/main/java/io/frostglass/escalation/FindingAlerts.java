package io.frostglass.escalation;

import io.frostglass.alerts.Escalation;
import io.frostglass.escalation.rules.RuleSet;
import io.frostglass.escalation.rules.SecurityRule;
import io.frostglass.sanitized.SecurityFinding;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Supplier;

/// Makes alerts of security findings. An alert is made for a motion event; a finding takes its place in it:
///
/// | field | holds |
/// |---|---|
/// | `event_id` | the finding's id, `fnd-` and not `evt-`: by this a reader tells the two apart |
/// | `site_id`, `camera_id` | the finding's, or `all` where it is about none in particular |
/// | `timestamp` | when it was found |
/// | `rule` | `security/` and the kind; no rule can have such a name |
final class FindingAlerts {

    private static final String ALL = "all";
    private static final String RULE = "security/";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Supplier<RuleSet> rules;
    private final InstantSource clock;

    FindingAlerts(Supplier<RuleSet> rules, InstantSource clock) {
        this.rules = rules;
        this.clock = clock;
    }

    FindingDecision decide(SecurityFinding finding) {
        Instant now = clock.instant();
        return new FindingDecision(finding, rules.get().security().map(rule -> alert(finding, rule, now)), now);
    }

    private static Escalation alert(SecurityFinding finding, SecurityRule rule, Instant now) {
        return Escalation.newBuilder()
                .setAlertId(AlertId.of(finding.getFindingId()))
                .setEventId(finding.getFindingId())
                .setSiteId(finding.getSiteId() == null ? ALL : finding.getSiteId())
                .setCameraId(finding.getCameraId() == null ? ALL : finding.getCameraId())
                .setTimestamp(finding.getFoundAt())
                .setRaisedAt(now)
                .setSeverity(rule.severity())
                .setRule(RULE + finding.getKind())
                .setSummary(summary(finding))
                .setReceivers(rule.receivers())
                .build();
    }

    /// Made of our own words, ids, counts and times only.
    private static String summary(SecurityFinding finding) {
        return AlertSummary.line("Security: %s at %s%s, %s counted where %s was to be expected, from %s to %s UTC"
                .formatted(
                        finding.getKind().name().replace('_', ' '),
                        finding.getSiteId() == null ? "no site in particular" : finding.getSiteId(),
                        finding.getCameraId() == null ? "" : ", camera " + finding.getCameraId(),
                        Math.round(finding.getObserved()),
                        Math.round(finding.getExpected()),
                        TIME.format(finding.getWindowStart()),
                        TIME.format(finding.getWindowEnd())));
    }
}
