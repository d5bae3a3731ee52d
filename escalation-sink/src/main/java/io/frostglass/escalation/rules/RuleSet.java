package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import io.frostglass.sanitized.SanitizedMotion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the rules file says, checked as a whole.
///
/// @param receivers by name. A rule can name one that is not here, because its entry is wrong: what it is to be told
///     waits in the topic until the entry is right
/// @param rules in the order of the file
/// @param security for security findings; empty: nobody is told
/// @param agents for what agents raise; empty: nobody is told
public record RuleSet(
        Map<String, Receiver> receivers,
        List<Rule> rules,
        Optional<SecurityRule> security,
        Optional<AgentRule> agents) {

    public RuleSet {
        receivers = Map.copyOf(receivers);
        rules = List.copyOf(rules);
    }

    /// What the rules make of an event.
    ///
    /// @param rule the most severe of the rules that matched, the first of them if several are
    /// @param severity that rule's
    /// @param receivers those of all rules that matched, each once
    /// @param deadline how long the alert may wait for what an agent decides: as long as the most impatient of them
    ///     lets it, and 0 where the section for agents is not there or not for this site
    public record RuleMatch(String rule, Severity severity, List<String> receivers, Duration deadline) {
        public RuleMatch {
            receivers = List.copyOf(receivers);
        }
    }

    /// The first rule that matches decides; with `continue` it is joined by the ones after it, up to and including the
    /// next without. So an event becomes one alert at most.
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

    /// A rule by its name.
    Optional<Rule> rule(String name) {
        return rules.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /// The section for agents, where it is for this site.
    public Optional<AgentRule> agentsAt(String siteId) {
        return agents.filter(section -> section.covers(siteId));
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
