package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import io.frostglass.escalation.rules.RuleCondition.PatternVerdict;
import io.frostglass.escalation.rules.RuleSet.AgentRule;
import io.frostglass.escalation.rules.RuleSet.Rule;
import io.frostglass.escalation.rules.RuleSet.SecurityRule;
import io.frostglass.escalation.rules.RuleSet.UndeliveredRule;
import io.frostglass.settings.ElementIds;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.PartialDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.SettingField;
import io.frostglass.settings.TimeWindow;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `rules.yaml`; docs/escalation/rules-file.md describes it.
///
/// A wrong rule or section does not affect the others. It stays as it was before. A new rule or section
/// that is wrong counts as far as it can be read: it alerts too often rather than too rarely.
public final class RulesFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of 1 to 63 small letters, digits, dots, dashes and underscores");
    private static final ValueParser<String> ID = ValueParser.text(128);
    private static final Map<String, PatternVerdict> PATTERN_VERDICTS = Arrays.stream(PatternVerdict.values())
            .collect(Collectors.toUnmodifiableMap(known -> known.name().toLowerCase(Locale.ROOT), known -> known));
    private static final Map<String, Severity> SEVERITIES =
            Arrays.stream(Severity.values()).collect(Collectors.toUnmodifiableMap(Severity::name, level -> level));

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private static final Duration SHORTEST_DELIVERED_WITHIN = Duration.ofSeconds(1);
    private static final Duration LONGEST_DELIVERED_WITHIN = Duration.ofHours(12);

    /// No token lives longer, so no agent can decide later.
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);

    /// For files from the time when escalation-sink delivered, too.
    private static final String NAMES_ONLY = "must be a list of names, such as [pager]: addresses and secrets belong to"
            + " the receivers file of alert-delivery";

    private final Optional<RuleSet> before;
    private final ElementIds names = new ElementIds("rule", "name");
    private Set<String> receivers = Set.of();

    private RulesFile(Optional<RuleSet> before) {
        this.before = before;
    }

    /// Reads the text of a file as far as it is right, and resolves references to secrets.
    ///
    /// @param before the rules in use until now
    /// @throws InvalidDocument if it is not a rules file
    public static PartialDocument<RuleSet> read(String text, SecretReferences references, Optional<RuleSet> before)
            throws InvalidDocument {
        return YamlDocument.readElements(text, references, new RulesFile(before)::rules);
    }

    private Optional<RuleSet> rules(YamlMapping yaml) {
        receivers = receivers(yaml);
        names.note(yaml.node("rules"));
        SettingField<List<Rule>> rules = yaml.usableElements("rules", this::rule);
        Optional<SecurityRule> security = yaml.element("security", this::security);
        Optional<AgentRule> agents = yaml.element("agents", this::agents);
        Optional<UndeliveredRule> undelivered = yaml.element("undelivered", this::undelivered);
        return yaml.build(() -> new RuleSet(rules.get(), security, agents, undelivered));
    }

    /// The names that rules may use. Those of a file with addresses count, too: its alerts must go on.
    private static Set<String> receivers(YamlMapping yaml) {
        Optional<YamlNode> receivers = yaml.node("receivers");
        if (receivers.isEmpty()) {
            yaml.problem("\"receivers\" is missing");
        }
        if (receivers.filter(YamlNode::isMapping).isEmpty()) {
            return Set.copyOf(
                    yaml.elements("receivers", name -> name.scalar(NAME)).or(List.of()));
        }
        return yaml.<Set<String>>element("receivers", section -> {
                    section.problem(NAMES_ONLY);
                    return Optional.of(section.keys());
                })
                .orElse(Set.of());
    }

    private Optional<Rule> rule(YamlNode node) {
        return node.mapping().flatMap(yaml -> {
            var name = yaml.required("name", names.unique(NAME));
            var when = yaml.optionalMapping("when", RulesFile::condition);
            var severity = yaml.required("severity", ValueParser.oneOf(SEVERITIES));
            var goesOn = yaml.optional("continue", false, ValueParser.bool());
            var deadline = yaml.optional("deadline", deadline());
            var tell = new Tell(yaml);
            Optional<Rule> rule = yaml.build(() -> new Rule(
                    name.get(),
                    when.get().orElse(RuleCondition.ALWAYS),
                    severity.get(),
                    tell.all.get(),
                    goesOn.get(),
                    deadline.get().orElse(null)));
            Optional<Rule> old =
                    name.present() ? before.flatMap(ruleSet -> ruleSet.rule(name.get())) : Optional.empty();
            // With goesOn: the receivers of later rules must not miss an alert because of this one.
            return rule.or(() -> old.filter(it -> receivers.containsAll(it.receivers())))
                    .or(() -> tell.known(some -> new Rule(
                            name.present() ? name.get() : "line-" + node.line(),
                            when.or(Optional.empty()).orElse(RuleCondition.ALWAYS),
                            severity.or(Severity.critical),
                            some,
                            true,
                            deadline.or(Optional.of(Duration.ZERO)).orElse(null))));
        });
    }

    private Optional<SecurityRule> security(YamlMapping yaml) {
        var severity = yaml.required("severity", ValueParser.oneOf(SEVERITIES));
        var tell = new Tell(yaml);
        return yaml.build(() -> new SecurityRule(severity.get(), tell.all.get()))
                .or(() -> before.flatMap(RuleSet::security).filter(it -> receivers.containsAll(it.receivers())))
                .or(() -> tell.known(some -> new SecurityRule(severity.or(Severity.critical), some)));
    }

    private Optional<UndeliveredRule> undelivered(YamlMapping yaml) {
        var severity = yaml.optional("severity", Severity.critical, ValueParser.oneOf(SEVERITIES));
        var tell = new Tell(yaml);
        var within = yaml.optional(
                "within",
                RuleSet.DELIVERED_WITHIN,
                ValueParser.duration(SHORTEST_DELIVERED_WITHIN, LONGEST_DELIVERED_WITHIN));
        return yaml.build(() -> new UndeliveredRule(severity.get(), tell.all.get(), within.get()))
                .or(() -> before.flatMap(RuleSet::undelivered).filter(it -> receivers.containsAll(it.receivers())))
                .or(() -> tell.known(some -> new UndeliveredRule(
                        severity.or(Severity.critical), some, within.or(RuleSet.DELIVERED_WITHIN))));
    }

    private Optional<AgentRule> agents(YamlMapping yaml) {
        var tell = new Tell(yaml);
        var severity = yaml.optional("min_severity", Severity.info, ValueParser.oneOf(SEVERITIES));
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var deadline = yaml.optional("deadline", DEADLINE, deadline());
        return yaml.build(() -> new AgentRule(tell.all.get(), severity.get(), Set.copyOf(sites.get()), deadline.get()))
                .or(() -> before.flatMap(RuleSet::agents).filter(it -> receivers.containsAll(it.receivers())))
                // No alert waits for agents because of a wrong section.
                .or(() -> tell.known(some -> new AgentRule(
                        some, severity.or(Severity.info), Set.copyOf(sites.or(List.of())), Duration.ZERO)));
    }

    /// The receivers that a rule or section names.
    private final class Tell {

        private final Set<String> found = new LinkedHashSet<>();

        /// Empty unless all of them can be read and are known.
        private final SettingField<List<String>> all;

        Tell(YamlMapping yaml) {
            all = yaml.requiredList(
                    "receivers",
                    node -> node.scalar(text -> {
                        if (!receivers.contains(text)) {
                            throw new InvalidValue("must be the name of one of the receivers");
                        }
                        found.add(text);
                        return text;
                    }));
        }

        /// Makes something for the known receivers; empty if none is known.
        <T> Optional<T> known(Function<List<String>, T> maker) {
            return found.isEmpty() ? Optional.empty() : Optional.of(maker.apply(List.copyOf(found)));
        }
    }

    /// A wrong part matches every event.
    private static Optional<RuleCondition> condition(YamlMapping yaml) {
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var cameras = yaml.list("cameras", node -> node.scalar(ID));
        var labels = yaml.list("labels", node -> node.scalar(ID));
        var known = yaml.list("known_pattern", node -> node.scalar(ValueParser.oneOf(PATTERN_VERDICTS)));
        var confidence = yaml.optional("min_confidence", ValueParser.number(0, 1));
        var between = yaml.optional("between", TimeWindow::parse);
        var days = yaml.list("days", node -> node.scalar(ValueParser.dayOfWeek()));
        yaml.refuseUnknown();
        return Optional.of(new RuleCondition(
                Set.copyOf(sites.or(List.of())),
                Set.copyOf(cameras.or(List.of())),
                Set.copyOf(labels.or(List.of())),
                Set.copyOf(known.or(List.of())),
                confidence.or(Optional.empty()).orElse(null),
                between.or(Optional.empty()).orElse(null),
                Set.copyOf(days.or(List.of()))));
    }

    private static ValueParser<Duration> deadline() {
        return ValueParser.duration(Duration.ZERO, LONGEST_DEADLINE);
    }
}
