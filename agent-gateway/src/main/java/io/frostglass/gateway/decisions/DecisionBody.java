package io.frostglass.gateway.decisions;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.TemplateUse;
import io.frostglass.settings.StrictUtf8;
import java.io.IOException;
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

/// Reads what an agent sends: one JSON object (RFC 8259) with the fields that are known here and no others, each once,
/// all of them text but `variables` (a flat object of texts), `references` (a list of texts) and `confidence` (a
/// number). Never throws, whatever the bytes: what is wrong is a value.
public final class DecisionBody {

    /// The longest summary, in characters (code points).
    public static final int MAX_SUMMARY = 500;

    private static final String SEVERITY = "severity";
    private static final String SUMMARY = "summary";
    private static final String TEMPLATE = "template";
    private static final String VARIABLES = "variables";
    private static final String CONFIDENCE = "confidence";
    private static final String PROMPT = "prompt";
    private static final String REFERENCES = "references";

    /// Fields of every decision.
    private static final Set<String> COMMON = Set.of(SUMMARY, TEMPLATE, VARIABLES, CONFIDENCE, PROMPT, REFERENCES);
    /// More digits of how sure an agent is would say something else.
    private static final double HUNDRED = 100;

    private static final int MAX_VARIABLES = 16;
    private static final int LONGEST_VARIABLE = 64;

    /// The most events that a decision may name beside its own.
    public static final int MAX_REFERENCES = 20;

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");

    /// A prompt of ours, and a version. No name that an agent chooses: nothing of its words passes by the guard.
    private static final Pattern VERSIONED = Pattern.compile("triage@\\d{1,3}");

    /// A field's name that may be repeated to who sent it.
    private static final Pattern NAMEABLE = Pattern.compile("[a-z0-9_]{1,32}");

    private static final JsonFactory JSON = new JsonFactory();

    private DecisionBody() {}

    /// What was read.
    public sealed interface ParsedDecision {
        /// A decision.
        record ValidDecision(Decision decision) implements ParsedDecision {}

        /// JSON, but not what is asked for.
        ///
        /// @param field which field; empty for the body as a whole
        /// @param what to follow its name
        record InvalidDecision(String field, String what) implements ParsedDecision {}

        /// No JSON.
        record Malformed() implements ParsedDecision {}
    }

    /// The fields that there are.
    public static Set<String> fields(AgentOutcome outcome) {
        var fields = new TreeSet<>(COMMON);
        if (outcome == AgentOutcome.raised) {
            fields.add(SEVERITY);
        }
        return fields;
    }

    /// Reads the body of an alert (`severity`, and `summary`, or `template` and `variables`, or none of them) or of a
    /// dismissal (without `severity`).
    public static ParsedDecision parse(AgentOutcome outcome, byte[] body) {
        try {
            return decision(outcome, members(body, fields(outcome)));
        } catch (WrongField e) {
            return e.invalidDecision();
        } catch (IOException e) {
            // The cause stays out: its message shows what was sent.
            return new ParsedDecision.Malformed();
        }
    }

    /// What an object holds.
    private static final class Members {
        private final Map<String, String> texts = new HashMap<>();
        private Optional<Map<String, String>> variables = Optional.empty();
        private Optional<Double> confidence = Optional.empty();
        private List<String> references = List.of();

        @Nullable
        String get(String name) {
            return texts.get(name);
        }
    }

    private static ParsedDecision decision(AgentOutcome outcome, Members members) throws WrongField {
        var summary = Optional.ofNullable(members.get(SUMMARY));
        var template = template(members);
        if (summary.isPresent()) {
            checkSummary(summary.get());
        }
        return new ParsedDecision.ValidDecision(
                outcome == AgentOutcome.raised
                        ? new Decision.Alert(severity(members.get(SEVERITY)), summary, template, claims(members))
                        : new Decision.Dismissal(summary, template, claims(members)));
    }

    private static DecisionMetadata claims(Members members) throws WrongField {
        String prompt = members.get(PROMPT);
        if (prompt != null && !VERSIONED.matcher(prompt).matches()) {
            throw new WrongField(PROMPT, "must be triage@ and a version, such as triage@2");
        }
        return new DecisionMetadata(members.confidence, Optional.ofNullable(prompt), members.references);
    }

    private static Optional<TemplateUse> template(Members members) throws WrongField {
        String reference = members.get(TEMPLATE);
        if (reference == null) {
            if (members.variables.isPresent()) {
                throw new WrongField(VARIABLES, "is nothing without a template");
            }
            return Optional.empty();
        }
        if (members.get(SUMMARY) != null) {
            throw new WrongField(TEMPLATE, "must not be beside a summary");
        }
        return Optional.of(new TemplateUse(reference, members.variables.orElse(Map.of())));
    }

    private static AgentSeverity severity(@Nullable String word) throws WrongField {
        if (word == null) {
            throw new WrongField(SEVERITY, "is missing");
        }
        for (AgentSeverity severity : AgentSeverity.values()) {
            if (severity.name().equals(word)) {
                return severity;
            }
        }
        throw new WrongField(SEVERITY, "must be info, warning, error or critical");
    }

    private static void checkSummary(String text) throws WrongField {
        if (text.isBlank() || text.codePointCount(0, text.length()) > MAX_SUMMARY) {
            throw new WrongField(SUMMARY, "must have 1 to " + MAX_SUMMARY + " characters");
        }
    }

    private static Members members(byte[] body, Set<String> known) throws IOException, WrongField {
        var members = new Members();
        var seen = new HashSet<String>();
        try (JsonParser parser = JSON.createParser(StrictUtf8.decode(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new WrongField("", "must be a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!known.contains(name)) {
                    throw new WrongField(nameable(name), "is not known here");
                }
                if (!seen.add(name)) {
                    throw new WrongField(name, "is there twice");
                }
                switch (name) {
                    case VARIABLES -> members.variables = Optional.of(variables(parser));
                    case REFERENCES -> members.references = references(parser);
                    case CONFIDENCE -> members.confidence = Optional.of(confidence(parser));
                    default -> members.texts.put(name, text(parser, name));
                }
            }
            if (parser.nextToken() != null) {
                throw new WrongField("", "must be one JSON object and nothing after it");
            }
        }
        return members;
    }

    private static String text(JsonParser parser, String name) throws IOException, WrongField {
        if (parser.nextToken() != JsonToken.VALUE_STRING) {
            throw new WrongField(name, "must be text");
        }
        return parser.getText();
    }

    private static double confidence(JsonParser parser) throws IOException, WrongField {
        boolean number = parser.nextToken().isNumeric();
        double value = number ? parser.getDoubleValue() : -1;
        if (value < 0 || value > 1) {
            throw new WrongField(CONFIDENCE, "must be a number, 0 to 1");
        }
        return Math.round(value * HUNDRED) / HUNDRED;
    }

    private static List<String> references(JsonParser parser) throws IOException, WrongField {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw new WrongField(REFERENCES, "must be a list of event ids");
        }
        var references = new LinkedHashSet<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            boolean id = parser.currentToken() == JsonToken.VALUE_STRING
                    && EVENT_ID.matcher(parser.getText()).matches();
            if (!id || references.size() == MAX_REFERENCES) {
                throw new WrongField(REFERENCES, "must be at most " + MAX_REFERENCES + " event ids");
            }
            references.add(parser.getText());
        }
        return List.copyOf(references);
    }

    private static Map<String, String> variables(JsonParser parser) throws IOException, WrongField {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new WrongField(VARIABLES, "must be an object of texts");
        }
        var variables = new HashMap<String, String>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            if (!text || name.length() > LONGEST_VARIABLE || parser.getText().length() > LONGEST_VARIABLE) {
                throw new WrongField(VARIABLES, "must be texts of " + LONGEST_VARIABLE + " characters at most");
            }
            if (variables.put(name, parser.getText()) != null) {
                throw new WrongField(VARIABLES, "has one twice");
            }
            if (variables.size() > MAX_VARIABLES) {
                throw new WrongField(VARIABLES, "must be " + MAX_VARIABLES + " at most");
            }
        }
        return variables;
    }

    private static String nameable(String name) {
        return NAMEABLE.matcher(name).matches() ? name : "a field";
    }

    /// Ends the reading from any depth. Never leaves this class.
    private static final class WrongField extends Exception {
        private final transient ParsedDecision.InvalidDecision invalidDecision;

        WrongField(String field, String what) {
            super(what, null, false, false);
            this.invalidDecision = new ParsedDecision.InvalidDecision(field, what);
        }

        ParsedDecision.InvalidDecision invalidDecision() {
            return invalidDecision;
        }
    }
}
