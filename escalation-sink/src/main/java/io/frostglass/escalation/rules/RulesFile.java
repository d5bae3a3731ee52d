package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import io.frostglass.escalation.rules.RuleCondition.Acquaintance;
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

/// Reads `rules.yaml`. What it may hold is in docs/escalation/rules-file.md.
///
/// A rule, a section or a receiver that is wrong does not spoil the others. It stays what it was before; where there is
/// no before, a rule or a section is taken as far as it can be read, so that it alerts too often rather than too
/// rarely.
public final class RulesFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}"),
            "a name of 1 to 63 small letters, digits, dots, dashes and underscores");
    private static final ValueParser<String> ID = ValueParser.text(128);
    private static final Map<String, Acquaintance> ACQUAINTANCES = Arrays.stream(Acquaintance.values())
            .collect(Collectors.toUnmodifiableMap(known -> known.name().toLowerCase(Locale.ROOT), known -> known));
    private static final Map<String, Severity> SEVERITIES =
            Arrays.stream(Severity.values()).collect(Collectors.toUnmodifiableMap(Severity::name, level -> level));

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /// No token lives longer: whoever is waited for beyond it can decide nothing any more.
    private static final Duration LONGEST_DEADLINE = Duration.ofMinutes(5);

    private final Optional<RuleSet> before;
    private final ElementIds names = new ElementIds("rule", "name");
    private Set<String> receivers = Set.of();

    private RulesFile(Optional<RuleSet> before) {
        this.before = before;
    }

    /// Reads the text of a file in which everything must be right; references to secrets are resolved.
    ///
    /// @throws InvalidDocument with everything that is wrong, by line
    public static RuleSet parse(String text, SecretReferences references) throws InvalidDocument {
        return YamlDocument.read(text, references, new RulesFile(Optional.empty())::rules);
    }

    /// Reads the text of the file as far as it is right; references to secrets are resolved.
    ///
    /// @param before what was in use until now
    /// @throws InvalidDocument if it is no rules file at all
    public static PartialDocument<RuleSet> read(String text, SecretReferences references, Optional<RuleSet> before)
            throws InvalidDocument {
        return YamlDocument.readElements(text, references, new RulesFile(before)::rules);
    }

    private Optional<RuleSet> rules(YamlMapping yaml) {
        // A receiver that is wrong can be named all the same: it is told when it is mended.
        receivers = yaml.node("receivers")
                .flatMap(YamlNode::mapping)
                .map(YamlMapping::keys)
                .orElse(Set.of());
        names.note(yaml.node("rules"));
        Map<String, Receiver> known = before.map(RuleSet::receivers).orElse(Map.of());
        SettingField<Map<String, Receiver>> told =
                yaml.mapping("receivers", section -> ReceiverSection.read(section, known));
        SettingField<List<Rule>> rules = yaml.usableElements("rules", this::rule);
        Optional<SecurityRule> security = yaml.element("security", this::security);
        Optional<AgentRule> agents = yaml.element("agents", this::agents);
        return yaml.build(() -> new RuleSet(told.get(), rules.get(), security, agents));
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
            // It goes on to later rules: nobody whom they tell may miss something because of it.
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

    private Optional<AgentRule> agents(YamlMapping yaml) {
        var tell = new Tell(yaml);
        var severity = yaml.optional("min_severity", Severity.info, ValueParser.oneOf(SEVERITIES));
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var deadline = yaml.optional("deadline", DEADLINE, deadline());
        return yaml.build(() -> new AgentRule(tell.all.get(), severity.get(), Set.copyOf(sites.get()), deadline.get()))
                .or(() -> before.flatMap(RuleSet::agents).filter(it -> receivers.containsAll(it.receivers())))
                // No alert waits for agents by a section that is wrong.
                .or(() -> tell.known(some -> new AgentRule(
                        some, severity.or(Severity.info), Set.copyOf(sites.or(List.of())), Duration.ZERO)));
    }

    /// The receivers that a rule or section names.
    private final class Tell {

        private final Set<String> found = new LinkedHashSet<>();

        /// If all of them can be read and are known.
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

        /// Something for those that are known; nothing, if none of them is.
        <T> Optional<T> known(Function<List<String>, T> maker) {
            return found.isEmpty() ? Optional.empty() : Optional.of(maker.apply(List.copyOf(found)));
        }
    }

    /// A part that is wrong holds always.
    private static Optional<RuleCondition> condition(YamlMapping yaml) {
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var cameras = yaml.list("cameras", node -> node.scalar(ID));
        var labels = yaml.list("labels", node -> node.scalar(ID));
        var known = yaml.list("known_pattern", node -> node.scalar(ValueParser.oneOf(ACQUAINTANCES)));
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

    static ValueParser<String> name() {
        return NAME;
    }
}
