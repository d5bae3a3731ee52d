package io.frostglass.gateway.templates;

import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.Template.TemplateVariable;
import io.frostglass.gateway.templates.Template.TemplateVersion;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.ValueParser;
import io.frostglass.settings.YamlMapping;
import io.frostglass.settings.YamlNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads the templates file once.
final class TemplatesFile {

    private static final ValueParser<String> NAME = ValueParser.matching(
            Pattern.compile("[a-z0-9][a-z0-9-]{0,62}"),
            "1 to 63 small letters, digits and hyphens, not a hyphen first");

    private static final ValueParser<TemplateVersion> VERSION =
            text -> TemplateVersion.parse(text).orElseThrow(() -> new InvalidValue("must be a version such as 1.0.0"));

    private static final ValueParser<AgentSeverity> SEVERITY = ValueParser.oneOf(
            Arrays.stream(AgentSeverity.values()).collect(Collectors.toMap(AgentSeverity::name, it -> it)));

    private static final ValueParser<String> TEXT = ValueParser.text(300);

    /// A value of a variable; the text takes it unchanged.
    private static final ValueParser<String> VALUE = ValueParser.matching(
            Pattern.compile("[\\p{L}\\d][\\p{L}\\d ,'-]{0,39}"), "1 to 40 letters, digits, spaces, commas and hyphens");

    private static final ValueParser<String> SITE =
            ValueParser.matching(Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}"), "the id of a site");

    private static final ValueParser<TemplateVariable> TYPE = ValueParser.oneOf(
            Map.of("camera", new TemplateVariable.CameraVariable(), "time", new TemplateVariable.Time()));

    private static final ValueParser<Integer> NUMBER = ValueParser.integer(0, 999_999_999);

    private static final Set<String> OF_THE_EVENT = Set.of(Templates.CAMERA, Templates.SITE, Templates.TIME);

    private final Set<String> references = new HashSet<>();

    Optional<Templates> read(YamlMapping top) {
        var templates = top.list("templates", node -> node.mapping().flatMap(this::template));
        var freeText = top.list("free_text", node -> node.scalar(SITE));
        boolean standard = templates.present() && templates.get().isEmpty();
        if (standard) {
            Templates.standard().all().forEach(template -> references.add(template.reference()));
        }
        var sites = top.optionalMapping("sites", this::sites);
        return top.build(() -> new Templates(
                standard ? Templates.standard().all() : templates.get(),
                sites.get().orElse(Map.of()),
                Set.copyOf(freeText.get())));
    }

    private Optional<Template> template(YamlMapping yaml) {
        var name = yaml.required("name", NAME);
        var version = yaml.required("version", VERSION);
        var severity = yaml.optional("severity", AgentSeverity.critical, SEVERITY);
        var text = yaml.required("text", TEXT);
        var variables = yaml.optionalMapping("variables", TemplatesFile::variables);
        if (name.present() && version.present() && !references.add(name.get() + "@" + version.get())) {
            yaml.problem("version", "is there twice");
        }
        if (text.present() && variables.present()) {
            checkGaps(yaml, text.get(), variables.get().orElse(Map.of()).keySet());
        }
        return yaml.build(() -> new Template(
                name.get(),
                version.get(),
                severity.get(),
                text.get(),
                variables.get().orElse(Map.of())));
    }

    private static void checkGaps(YamlMapping yaml, String text, Set<String> variables) {
        Set<String> gaps =
                Templates.GAP.matcher(text).results().map(gap -> gap.group(1)).collect(Collectors.toSet());
        if (!gaps.stream().allMatch(gap -> variables.contains(gap) || OF_THE_EVENT.contains(gap))) {
            yaml.problem("text", "has a variable that is neither the event's (camera, site, time) nor listed");
        }
        if (Templates.GAP.matcher(text).replaceAll("").chars().anyMatch(it -> it == '{' || it == '}')) {
            yaml.problem("text", "has a brace that belongs to no variable");
        }
        if (!gaps.containsAll(variables)) {
            yaml.problem("variables", "has one that is not in the text");
        }
        if (variables.stream().anyMatch(OF_THE_EVENT::contains)) {
            yaml.problem("variables", "must not have camera, site or time: those are the event's");
        }
    }

    private static Optional<Map<String, TemplateVariable>> variables(YamlMapping yaml) {
        var variables = new HashMap<String, TemplateVariable>();
        for (String name : yaml.keys()) {
            yaml.node(name).flatMap(TemplatesFile::variable).ifPresent(variable -> variables.put(name, variable));
        }
        return yaml.build(() -> Map.copyOf(variables));
    }

    /// `[a, b]`, `{from: 1, to: 20}`, `{type: camera}` or `{type: time}`
    private static Optional<TemplateVariable> variable(YamlNode node) {
        if (!node.isMapping()) {
            return node.list(value -> value.scalar(VALUE)).flatMap(values -> {
                if (values.isEmpty()) {
                    node.problem("must have a value");
                }
                return Optional.of(new TemplateVariable.OneOf(values));
            });
        }
        return node.mapping().flatMap(TemplatesFile::typed);
    }

    private static Optional<TemplateVariable> typed(YamlMapping yaml) {
        if (yaml.node("type").isPresent()) {
            var type = yaml.required("type", TYPE);
            return yaml.build(type::get);
        }
        var from = yaml.required("from", NUMBER);
        var to = yaml.required("to", NUMBER);
        if (from.present() && to.present() && from.get() > to.get()) {
            yaml.problem("to", "must not be less than from");
        }
        return yaml.build(() -> new TemplateVariable.WholeNumber(from.get(), to.get()));
    }

    private Optional<Map<String, Map<String, TemplateVersion>>> sites(YamlMapping yaml) {
        var sites = new HashMap<String, Map<String, TemplateVersion>>();
        for (String site : yaml.keys()) {
            var pins = yaml.mapping(site, this::pins);
            if (pins.present()) {
                sites.put(site, pins.get());
            }
        }
        return yaml.build(() -> Map.copyOf(sites));
    }

    private Optional<Map<String, TemplateVersion>> pins(YamlMapping yaml) {
        var pins = new HashMap<String, TemplateVersion>();
        for (String name : yaml.keys()) {
            var version = yaml.required(name, VERSION);
            if (version.present()) {
                pins.put(name, version.get());
                if (!references.contains(name + "@" + version.get())) {
                    yaml.problem(name, "is not the version of a template of this file");
                }
            }
        }
        return yaml.build(() -> Map.copyOf(pins));
    }
}
