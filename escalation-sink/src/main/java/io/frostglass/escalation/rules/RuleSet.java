package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The content of the rules file.
///
/// @param rules in the order of the file
/// @param security for security findings; empty: they become no alerts
/// @param agents for agents' decisions; empty: they become no alerts
/// @param undelivered for alerts that are not delivered; empty: no alert says so
public record RuleSet(
        List<Rule> rules,
        Optional<SecurityRule> security,
        Optional<AgentRule> agents,
        Optional<UndeliveredRule> undelivered) {

    /// Receivers with a rate limit take this long in a flood of alerts.
    static final Duration DELIVERED_WITHIN = Duration.ofMinutes(5);

    /// A rule of the rules file.
    ///
    /// @param name unique in the file; part of the alert
    /// @param goesOn whether later rules count too when this one matches (`continue` in the file)
    /// @param receivers names of the receivers, at least one
    /// @param deadline how long its alerts wait for an agent; null: as long as the section for agents says
    record Rule(
            String name,
            RuleCondition when,
            Severity severity,
            List<String> receivers,
            boolean goesOn,
            @Nullable Duration deadline) {}

    /// The severity and the receivers of alerts about security findings (`security` in the file).
    ///
    /// @param receivers names of the receivers, at least one
    public record SecurityRule(Severity severity, List<String> receivers) {}

    /// Whom to tell that an alert was not delivered (`undelivered` in the file).
    ///
    /// @param receivers names of the receivers, at least one; best others than those of the rules
    /// @param within the time from an alert to the result of its delivery
    public record UndeliveredRule(Severity severity, List<String> receivers, Duration within) {}

    /// The receivers of agents' alerts, and how long the rules wait for agents (`agents` in the file).
    ///
    /// @param receivers names of the receivers, at least one
    /// @param minSeverity the least severity that becomes an alert
    /// @param sites empty: all
    /// @param deadline how long an alert by the rules waits, 0 s to 5 min, from the receipt of the event; 0: it
    ///     does not wait
    public record AgentRule(List<String> receivers, Severity minSeverity, Set<String> sites, Duration deadline) {

        public boolean covers(String site) {
            return sites.isEmpty() || sites.contains(site);
        }

        public boolean isMet(Severity severity) {
            return severity.compareTo(minSeverity) >= 0;
        }
    }

    /// The rules that match an event, together.
    ///
    /// @param rule the first of the most severe rules that match
    /// @param severity of that rule
    /// @param receivers of all matching rules, each once
    /// @param deadline how long the alert may wait for an agent: the shortest deadline of the matching rules; 0
    ///     without a section for agents at this site
    public record RuleMatch(String rule, Severity severity, List<String> receivers, Duration deadline) {}

    /// The first rule that matches decides. If it has `continue`, the rules after it count too, up to and
    /// including the next match without `continue`. So an event becomes one alert at most.
    public Optional<RuleMatch> decide(SanitizedMotion event) {
        List<Rule> matching = matching(event);
        if (matching.isEmpty()) {
            return Optional.empty();
        }
        Rule worst = matching.getFirst();
        var names = new LinkedHashSet<String>();
        for (Rule rule : matching) {
            worst = rule.severity().compareTo(worst.severity()) > 0 ? rule : worst;
            names.addAll(rule.receivers());
        }
        return Optional.of(new RuleMatch(
                worst.name(), worst.severity(), List.copyOf(names), deadline(matching, event.getSiteId())));
    }

    /// The time from an alert to the result of its delivery.
    public Duration deliveredWithin() {
        return undelivered.map(UndeliveredRule::within).orElse(DELIVERED_WITHIN);
    }

    Optional<Rule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /// The section for agents, if it covers this site.
    public Optional<AgentRule> agentsAt(String siteId) {
        return agents.filter(section -> section.covers(siteId));
    }

    /// The time of an event at its site. In UTC if this JVM does not know the site's time zone: it may be older
    /// than the one that wrote the event, and an alert with a wrong hour is better than none.
    public static ZonedDateTime localTime(SanitizedMotion event) {
        try {
            return event.getTimestamp().atZone(ZoneId.of(event.getTimeZone()));
        } catch (DateTimeException e) {
            return event.getTimestamp().atZone(ZoneOffset.UTC);
        }
    }

    private Duration deadline(List<Rule> matching, String siteId) {
        return agentsAt(siteId)
                .flatMap(section -> matching.stream()
                        .map(rule -> rule.deadline() == null ? section.deadline() : rule.deadline())
                        .min(Comparator.naturalOrder()))
                .orElse(Duration.ZERO);
    }

    private List<Rule> matching(SanitizedMotion event) {
        var matching = new ArrayList<Rule>();
        for (Rule rule : rules) {
            if (rule.when().matches(event)) {
                matching.add(rule);
                if (!rule.goesOn()) {
                    break;
                }
            }
        }
        return matching;
    }
}
