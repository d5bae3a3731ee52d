package io.frostglass.tools.decisions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.settings.StrictUtf8;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the body of a decision: one JSON object (RFC 8259) with known fields only, each at most once. All are text,
/// except `variables` (a flat object of texts), `references` (a list of texts) and `confidence` (a number). A fault
/// is a value, never an exception.
public final class DecisionBody {

    /// The longest summary, in characters (code points).
    public static final int MAX_SUMMARY = 500;

    /// The most events that a decision may name beside its own.
    public static final int MAX_REFERENCES = 20;

    private static final String DECISION = "decision";
    private static final String SEVERITY = "severity";
    private static final String SUMMARY = "summary";
    private static final String TEMPLATE = "template";
    private static final String VARIABLES = "variables";
    private static final String CONFIDENCE = "confidence";
    private static final String PROMPT = "prompt";
    private static final String REFERENCES = "references";

    private static final Set<String> COMMON = Set.of(SUMMARY, TEMPLATE, VARIABLES, CONFIDENCE, PROMPT, REFERENCES);

    private static final double HUNDRED = 100;
    private static final int MAX_VARIABLES = 16;
    private static final int LONGEST_VARIABLE = 64;

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");

    /// The name is fixed: the guard does not check this field, so the agent must not choose its words.
    private static final Pattern VERSIONED = Pattern.compile("triage@\\d{1,3}");

    /// A field name that an error may repeat.
    private static final Pattern NAMEABLE = Pattern.compile("[a-z0-9_]{1,32}");

    private static final JsonFactory JSON = new JsonFactory();

    private DecisionBody() {}

    /// A body that was read.
    public sealed interface ParsedDecision {
        record ValidDecision(Decision decision) implements ParsedDecision {}

        /// JSON with a fault.
        ///
        /// @param field the wrong field; empty for the body as a whole
        /// @param what to follow its name
        record InvalidDecision(String field, String what) implements ParsedDecision {}

        /// No JSON.
        record Malformed() implements ParsedDecision {}
    }

    /// The names of the fields.
    public static Set<String> fields(AgentOutcome outcome) {
        var fields = new TreeSet<>(COMMON);
        if (outcome == AgentOutcome.raised) {
            fields.add(SEVERITY);
        }
        return fields;
    }

    /// Reads the body of an alert (with `severity`) or of a dismissal (without). Either has a `summary`, or a
    /// `template` with its `variables`, or none of them.
    public static ParsedDecision parse(AgentOutcome outcome, byte[] body) {
        return parse(Optional.of(outcome), body, fields(outcome));
    }

    /// Reads the body of either, whose field `decision` says which: `raise` or `dismiss`.
    public static ParsedDecision parseEither(byte[] body) {
        var known = fields(AgentOutcome.raised);
        known.add(DECISION);
        return parse(Optional.empty(), body, known);
    }

    private static ParsedDecision parse(Optional<AgentOutcome> outcome, byte[] body, Set<String> known) {
        try {
            var fields = read(body, known);
            boolean raised = (outcome.isPresent() ? outcome.get() : outcome(fields)) == AgentOutcome.raised;
            var summary = Optional.ofNullable(fields.texts.get(SUMMARY));
            var template = template(fields);
            if (summary.isPresent()) {
                checkSummary(summary.get());
            }
            return new ParsedDecision.ValidDecision(new Decision(
                    raised ? Optional.of(severity(fields.texts.get(SEVERITY))) : Optional.empty(),
                    summary,
                    template,
                    metadata(fields)));
        } catch (WrongField e) {
            return e.invalid;
        } catch (IOException e) {
            // The cause stays out: its message shows the body.
            return new ParsedDecision.Malformed();
        }
    }

    private static AgentOutcome outcome(Fields fields) throws WrongField {
        var outcome = switch (fields.texts.getOrDefault(DECISION, "")) {
            case "raise" -> AgentOutcome.raised;
            case "dismiss" -> AgentOutcome.dismissed;
            default -> throw new WrongField(DECISION, "must be raise or dismiss");
        };
        boolean excess = outcome == AgentOutcome.dismissed && fields.texts.containsKey(SEVERITY);
        WrongField.when(excess, SEVERITY, "is not known here");
        return outcome;
    }

    private static final class Fields {
        private final Map<String, String> texts = new HashMap<>();
        private Optional<Map<String, String>> variables = Optional.empty();
        private Optional<Double> confidence = Optional.empty();
        private List<String> references = List.of();
    }

    private static DecisionMetadata metadata(Fields fields) throws WrongField {
        var prompt = Optional.ofNullable(fields.texts.get(PROMPT));
        boolean fits = prompt.isEmpty() || VERSIONED.matcher(prompt.get()).matches();
        WrongField.when(!fits, PROMPT, "must be triage@ and a version, such as triage@2");
        return new DecisionMetadata(fields.confidence, prompt, fields.references);
    }

    private static Optional<TemplateUse> template(Fields fields) throws WrongField {
        String reference = fields.texts.get(TEMPLATE);
        if (reference == null) {
            WrongField.when(fields.variables.isPresent(), VARIABLES, "is nothing without a template");
            return Optional.empty();
        }
        WrongField.when(fields.texts.containsKey(SUMMARY), TEMPLATE, "must not be beside a summary");
        return Optional.of(new TemplateUse(reference, fields.variables.orElse(Map.of())));
    }

    private static AgentSeverity severity(@Nullable String name) throws WrongField {
        if (name == null) {
            throw new WrongField(SEVERITY, "is missing");
        }
        return Arrays.stream(AgentSeverity.values())
                .filter(severity -> severity.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new WrongField(SEVERITY, "must be info, warning, error or critical"));
    }

    private static void checkSummary(String text) throws WrongField {
        boolean fits = !text.isBlank() && text.codePointCount(0, text.length()) <= MAX_SUMMARY;
        WrongField.when(!fits, SUMMARY, "must have 1 to " + MAX_SUMMARY + " characters");
    }

    private static Fields read(byte[] body, Set<String> known) throws IOException, WrongField {
        var fields = new Fields();
        var seen = new HashSet<String>();
        try (JsonParser parser = JSON.createParser(StrictUtf8.decode(body))) {
            WrongField.when(parser.nextToken() != JsonToken.START_OBJECT, "", "must be a JSON object");
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                String said = NAMEABLE.matcher(name).matches() ? name : "a field";
                WrongField.when(!known.contains(name), said, "is not known here");
                WrongField.when(!seen.add(name), name, "is there twice");
                switch (name) {
                    case VARIABLES -> fields.variables = Optional.of(variables(parser));
                    case REFERENCES -> fields.references = references(parser);
                    case CONFIDENCE -> fields.confidence = Optional.of(confidence(parser));
                    default -> fields.texts.put(name, text(parser, name));
                }
            }
            if (parser.nextToken() != null) {
                throw new WrongField("", "must be one JSON object and nothing after it");
            }
        }
        return fields;
    }

    private static String text(JsonParser parser, String name) throws IOException, WrongField {
        WrongField.when(parser.nextToken() != JsonToken.VALUE_STRING, name, "must be text");
        return parser.getText();
    }

    private static double confidence(JsonParser parser) throws IOException, WrongField {
        double value = parser.nextToken().isNumeric() ? parser.getDoubleValue() : -1;
        WrongField.when(value < 0 || value > 1, CONFIDENCE, "must be a number, 0 to 1");
        // More digits could carry a message.
        return Math.round(value * HUNDRED) / HUNDRED;
    }

    private static List<String> references(JsonParser parser) throws IOException, WrongField {
        WrongField.when(parser.nextToken() != JsonToken.START_ARRAY, REFERENCES, "must be a list of event ids");
        var references = new LinkedHashSet<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean fits = references.size() < MAX_REFERENCES
                    && parser.currentToken() == JsonToken.VALUE_STRING
                    && EVENT_ID.matcher(parser.getText()).matches();
            WrongField.when(!fits, REFERENCES, "must be at most " + MAX_REFERENCES + " event ids");
            references.add(parser.getText());
        }
        return List.copyOf(references);
    }

    private static Map<String, String> variables(JsonParser parser) throws IOException, WrongField {
        WrongField.when(parser.nextToken() != JsonToken.START_OBJECT, VARIABLES, "must be an object of texts");
        var variables = new HashMap<String, String>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            boolean fits = parser.nextToken() == JsonToken.VALUE_STRING
                    && Math.max(name.length(), parser.getText().length()) <= LONGEST_VARIABLE;
            WrongField.when(!fits, VARIABLES, "must be texts of " + LONGEST_VARIABLE + " characters at most");
            if (variables.put(name, parser.getText()) != null) {
                throw new WrongField(VARIABLES, "has one twice");
            }
            WrongField.when(variables.size() > MAX_VARIABLES, VARIABLES, "must be " + MAX_VARIABLES + " at most");
        }
        return variables;
    }

    /// Ends the reading from any depth. Never leaves this class.
    private static final class WrongField extends Exception {
        private final transient ParsedDecision.InvalidDecision invalid;

        WrongField(String field, String what) {
            super(what, null, false, false);
            this.invalid = new ParsedDecision.InvalidDecision(field, what);
        }

        static void when(boolean wrong, String field, String what) throws WrongField {
            if (wrong) {
                throw new WrongField(field, what);
            }
        }
    }
}
