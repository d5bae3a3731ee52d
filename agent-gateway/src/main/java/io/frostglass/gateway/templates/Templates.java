package io.frostglass.gateway.templates;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.Template.TemplateVersion;
import io.frostglass.gateway.templates.Templates.RenderResult.InvalidUse;
import io.frostglass.gateway.templates.Templates.RenderResult.Rendered;
import io.frostglass.settings.InvalidDocument;
import io.frostglass.settings.SecretReferences;
import io.frostglass.settings.YamlDocument;
import io.frostglass.tools.decisions.TemplateUse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The templates of the templates file.
public final class Templates {

    static final String CAMERA = "camera";
    static final String SITE = "site";
    static final String TIME = "time";

    /// A variable in a text.
    static final Pattern GAP = Pattern.compile("\\{([a-z][a-z_]{0,31})}");

    private static final String WITHHELD = "withheld@1.0.0";
    private static final String STANDARD = "standard.yaml";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    private final List<Template> all;
    private final Map<String, Map<String, TemplateVersion>> pins;
    private final Set<String> freeText;

    /// @param pins by site and name, the only version to use there
    /// @param freeText the sites where agents may use words of their own
    Templates(List<Template> all, Map<String, Map<String, TemplateVersion>> pins, Set<String> freeText) {
        this.all = List.copyOf(all);
        this.pins = Map.copyOf(pins);
        this.freeText = Set.copyOf(freeText);
    }

    /// Reads the templates file.
    ///
    /// @throws InvalidDocument with everything that is wrong with it
    public static Templates parse(String yaml) throws InvalidDocument {
        return YamlDocument.read(yaml, SecretReferences.ofProcess(), new TemplatesFile()::read);
    }

    /// The templates that are used without a templates file.
    public static Templates standard() {
        try (var in = Objects.requireNonNull(Templates.class.getResourceAsStream(STANDARD))) {
            return parse(new String(in.readAllBytes(), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InvalidDocument e) {
            throw new IllegalStateException("our own templates are wrong", e);
        }
    }

    /// All of them, by name and version.
    public List<Template> all() {
        return all.stream()
                .sorted(Comparator.comparing(Template::name).thenComparing(Template::templateVersion))
                .toList();
    }

    /// The template that a decision refers to at a site, as `name@version`; empty if there is none.
    public Optional<String> known(TemplateUse use, String siteId) {
        return find(use.reference(), siteId).map(Template::reference);
    }

    /// Whether agents may use words of their own at a site.
    public boolean allowsFreeText(String siteId) {
        return freeText.contains(siteId);
    }

    /// The text that stands in place of an agent's own words.
    public static Rendered withheld(TemplateSubject subject) {
        String kind = subject.severity().map(AgentSeverity::name).orElse("dismissed");
        return new Rendered(
                Character.toUpperCase(kind.charAt(0)) + kind.substring(1) + ": motion at " + subject.cameraId()
                        + ", site " + subject.siteId() + ", " + CLOCK.format(subject.at())
                        + ": the agent's own words were withheld",
                WITHHELD);
    }

    /// Fills a template.
    public RenderResult render(TemplateUse use, TemplateSubject subject) {
        var found = find(use.reference(), subject.siteId());
        if (found.isEmpty()) {
            return new InvalidUse("template", "is not one that this site has");
        }
        Template template = found.get();
        if (subject.severity()
                .filter(it -> it.compareTo(template.severity()) > 0)
                .isPresent()) {
            return new InvalidUse("severity", "must be " + template.severity() + " at most with this template");
        }
        for (var variable : template.variables().entrySet()) {
            if (!variable.getValue().takes(use.variables().getOrDefault(variable.getKey(), ""), subject)) {
                return new InvalidUse(
                        "variables",
                        "must have " + variable.getKey() + ", "
                                + variable.getValue().rule());
            }
        }
        if (!template.variables().keySet().containsAll(use.variables().keySet())) {
            return new InvalidUse("variables", "has one that this template does not have");
        }
        return new Rendered(fill(template, use, subject), template.reference());
    }

    private static String fill(Template template, TemplateUse use, TemplateSubject subject) {
        var values = new HashMap<>(use.variables());
        values.put(CAMERA, subject.cameraId());
        values.put(SITE, subject.siteId());
        values.put(TIME, CLOCK.format(subject.at()));
        return GAP.matcher(template.text())
                .replaceAll(gap -> Matcher.quoteReplacement(Objects.requireNonNull(values.get(gap.group(1)))));
    }

    /// A site with a pinned version has no other version of that name. Without a pinned version, the newest counts.
    private Optional<Template> find(String reference, String siteId) {
        int at = reference.indexOf('@');
        String name = at < 0 ? reference : reference.substring(0, at);
        Optional<TemplateVersion> asked =
                at < 0 ? Optional.empty() : TemplateVersion.parse(reference.substring(at + 1));
        if (at >= 0 && asked.isEmpty()) {
            return Optional.empty();
        }
        Optional<TemplateVersion> pinned =
                Optional.ofNullable(pins.getOrDefault(siteId, Map.of()).get(name));
        return all.stream()
                .filter(template -> template.name().equals(name))
                .filter(template -> asked.isEmpty() || asked.get().equals(template.templateVersion()))
                .filter(template -> pinned.isEmpty() || pinned.get().equals(template.templateVersion()))
                .max(Comparator.comparing(Template::templateVersion));
    }

    /// The result of filling a template.
    public sealed interface RenderResult {

        /// The filled text.
        ///
        /// @param reference which template it was, version included
        record Rendered(String text, String reference) implements RenderResult {
            @Override
            public String toString() {
                return "Rendered[" + reference + "]";
            }
        }

        /// The template cannot be used in this way.
        ///
        /// @param field which field is wrong
        /// @param what to follow its name
        record InvalidUse(String field, String what) implements RenderResult {}
    }

    /// The event and the decision that a template is filled for.
    ///
    /// @param at when the camera saw it
    /// @param severity of the alert; empty for a dismissal
    /// @param siteCameras whether an id is that of a camera of the event's site
    public record TemplateSubject(
            String siteId,
            String cameraId,
            Instant at,
            Optional<AgentSeverity> severity,
            Predicate<String> siteCameras) {}
}
