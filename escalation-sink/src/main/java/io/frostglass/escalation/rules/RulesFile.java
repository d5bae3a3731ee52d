package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import io.frostglass.escalation.rules.Condition.Acquaintance;
import io.frostglass.settings.Field;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.TimeWindow;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlDocument;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads `rules.yaml`. What it may hold is in the module's README.
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

    private RulesFile() {}

    /// Reads the text of the file; references to secrets are resolved.
    ///
    /// @throws InvalidDocument with everything that is wrong, by line
    public static Rules parse(String text, SecretReferences references) throws InvalidDocument {
        return YamlDocument.read(text, references, RulesFile::rules);
    }

    private static Optional<Rules> rules(YamlMapping yaml) {
        Field<Map<String, Receiver>> receivers = yaml.mapping("receivers", ReceiverSection::read);
        Set<String> known = yaml.node("receivers")
                .flatMap(YamlNode::mapping)
                .map(YamlMapping::keys)
                .orElse(Set.of());
        var names = new HashSet<String>();
        Field<List<Rule>> rules = yaml.list("rules", node -> node.mapping().flatMap(rule -> rule(rule, known, names)));
        var security = yaml.optionalMapping("security", section -> security(section, known));
        var agents = yaml.optionalMapping("agents", section -> agents(section, known));
        return yaml.build(() -> new Rules(receivers.get(), rules.get(), security.get(), agents.get()));
    }

    private static Optional<Rule> rule(YamlMapping yaml, Set<String> receivers, Set<String> names) {
        var name = yaml.required("name", text -> {
            String parsed = NAME.parse(text);
            if (!names.add(parsed)) {
                throw new InvalidValue("is the name of an earlier rule, too");
            }
            return parsed;
        });
        var when = yaml.optionalMapping("when", RulesFile::condition);
        var severity = yaml.required("severity", ValueParser.oneOf(SEVERITIES));
        var goesOn = yaml.optional("continue", false, ValueParser.bool());
        var deadline = yaml.optional("deadline", deadline());
        var tell = tell(yaml, receivers);
        return yaml.build(() -> new Rule(
                name.get(),
                when.get().orElse(Condition.ALWAYS),
                severity.get(),
                tell.get(),
                goesOn.get(),
                deadline.get().orElse(null)));
    }

    private static Optional<SecurityRule> security(YamlMapping yaml, Set<String> receivers) {
        var severity = yaml.required("severity", ValueParser.oneOf(SEVERITIES));
        var tell = tell(yaml, receivers);
        return yaml.build(() -> new SecurityRule(severity.get(), tell.get()));
    }

    private static Optional<AgentRule> agents(YamlMapping yaml, Set<String> receivers) {
        var tell = tell(yaml, receivers);
        var severity = yaml.optional("min_severity", Severity.info, ValueParser.oneOf(SEVERITIES));
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var deadline = yaml.optional("deadline", DEADLINE, deadline());
        return yaml.build(() -> new AgentRule(tell.get(), severity.get(), Set.copyOf(sites.get()), deadline.get()));
    }

    private static ValueParser<Duration> deadline() {
        return ValueParser.duration(Duration.ZERO, LONGEST_DEADLINE);
    }

    private static Field<List<String>> tell(YamlMapping yaml, Set<String> receivers) {
        return yaml.requiredList(
                "receivers",
                node -> node.scalar(text -> {
                    if (!receivers.contains(text)) {
                        throw new InvalidValue("must be the name of one of the receivers");
                    }
                    return text;
                }));
    }

    private static Optional<Condition> condition(YamlMapping yaml) {
        var sites = yaml.list("sites", node -> node.scalar(ID));
        var cameras = yaml.list("cameras", node -> node.scalar(ID));
        var labels = yaml.list("labels", node -> node.scalar(ID));
        var known = yaml.list("known_pattern", node -> node.scalar(ValueParser.oneOf(ACQUAINTANCES)));
        var confidence = yaml.optional("min_confidence", ValueParser.number(0, 1));
        var between = yaml.optional("between", TimeWindow::parse);
        var days = yaml.list("days", node -> node.scalar(ValueParser.dayOfWeek()));
        return yaml.build(() -> new Condition(
                Set.copyOf(sites.get()),
                Set.copyOf(cameras.get()),
                Set.copyOf(labels.get()),
                Set.copyOf(known.get()),
                confidence.get().orElse(null),
                between.get().orElse(null),
                Set.copyOf(days.get())));
    }

    static ValueParser<String> name() {
        return NAME;
    }
}
