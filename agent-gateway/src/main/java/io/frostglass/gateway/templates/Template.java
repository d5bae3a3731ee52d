package io.frostglass.gateway.templates;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.Templates.TemplateSubject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A text with variables.
///
/// @param name its name
/// @param templateVersion which of that name
/// @param severity the highest severity of an alert with it
/// @param text with variables in braces
/// @param variables that the agent fills in; the event has the others
public record Template(
        String name,
        TemplateVersion templateVersion,
        AgentSeverity severity,
        String text,
        Map<String, TemplateVariable> variables) {

    public Template {
        variables = Map.copyOf(variables);
    }

    /// How decisions name it.
    public String reference() {
        return name + "@" + templateVersion;
    }

    /// The template as JSON for agents.
    public ObjectNode json() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("version", templateVersion.toString())
                .put("severity", severity.name())
                .put("text", text);
        var values = json.putObject("variables");
        new TreeMap<>(variables).forEach((variable, allowed) -> {
            switch (allowed) {
                case TemplateVariable.OneOf(var words) -> words.forEach(values.putArray(variable)::add);
                case TemplateVariable.WholeNumber(int from, int to) ->
                    values.putObject(variable)
                            .put("type", "integer")
                            .put("minimum", from)
                            .put("maximum", to);
                case TemplateVariable.CameraVariable _ ->
                    values.putObject(variable).put("type", "camera");
                case TemplateVariable.Time _ -> values.putObject(variable).put("type", "time");
            }
        });
        return json;
    }

    /// A version of a template: `major.minor.patch` of Semantic Versioning 2.0.0, without suffixes.
    ///
    /// @param major changes what it says
    /// @param minor changes which variables there are
    /// @param patch changes wording
    public record TemplateVersion(int major, int minor, int patch) implements Comparable<TemplateVersion> {

        private static final Pattern FORM =
                Pattern.compile("(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})\\.(0|[1-9]\\d{0,5})");

        private static final Comparator<TemplateVersion> ORDER = Comparator.comparingInt(TemplateVersion::major)
                .thenComparingInt(TemplateVersion::minor)
                .thenComparingInt(TemplateVersion::patch);

        public static Optional<TemplateVersion> parse(String text) {
            Matcher form = FORM.matcher(text);
            return form.matches()
                    ? Optional.of(new TemplateVersion(
                            Integer.parseInt(form.group(1)),
                            Integer.parseInt(form.group(2)),
                            Integer.parseInt(form.group(3))))
                    : Optional.empty();
        }

        @Override
        public int compareTo(TemplateVersion other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return major + "." + minor + "." + patch;
        }
    }

    /// The values of a variable. All values are listed or counted, so they need no guard.
    public sealed interface TemplateVariable {

        /// One of these values.
        record OneOf(List<String> values) implements TemplateVariable {
            public OneOf {
                values = List.copyOf(values);
            }
        }

        /// A whole number, both ends included.
        record WholeNumber(int from, int to) implements TemplateVariable {}

        /// The id of a camera of the event's site.
        record CameraVariable() implements TemplateVariable {}

        /// A time of day, `HH:MM`, UTC.
        record Time() implements TemplateVariable {}

        Pattern NUMBER = Pattern.compile("0|[1-9]\\d{0,8}");
        Pattern TIME = Pattern.compile("(?:[01]\\d|2[0-3]):[0-5]\\d");

        /// Whether the variable takes a value.
        default boolean takes(String value, TemplateSubject subject) {
            return switch (this) {
                case OneOf(List<String> values) -> values.contains(value);
                case WholeNumber(int from, int to) ->
                    NUMBER.matcher(value).matches() && Integer.parseInt(value) >= from && Integer.parseInt(value) <= to;
                case CameraVariable _ -> subject.siteCameras().test(value);
                case Time _ -> TIME.matcher(value).matches();
            };
        }

        /// To follow "must be", for an agent that used another value.
        default String rule() {
            return switch (this) {
                case OneOf _ -> "one of the values of the list";
                case WholeNumber(int from, int to) -> "a whole number, " + from + " to " + to;
                case CameraVariable _ -> "the id of a camera of the event's site";
                case Time _ -> "a time, HH:MM";
            };
        }
    }
}
