package io.frostglass.gateway.decisions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSeverity;
import io.frostglass.gateway.templates.TemplateUse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what an agent sends: one JSON object (RFC 8259) with the fields that are known here and no others, each once,
/// all of them text but `variables`, which is a flat object of texts. Never throws, whatever the bytes: what is wrong
/// is a value.
public final class DecisionBody {

    /// The longest summary, in characters (code points).
    public static final int MAX_SUMMARY = 500;

    private static final String SEVERITY = "severity";
    private static final String SUMMARY = "summary";
    private static final String TEMPLATE = "template";
    private static final String VARIABLES = "variables";
    private static final int MOST_VARIABLES = 16;
    private static final int LONGEST_VARIABLE = 64;

    /// A field's name that may be repeated to who sent it.
    private static final Pattern NAMEABLE = Pattern.compile("[a-z0-9_]{1,32}");

    private static final JsonFactory JSON = new JsonFactory();

    private DecisionBody() {}

    /// What was read.
    public sealed interface Parsed {
        /// A decision.
        record Right(Decision decision) implements Parsed {}

        /// JSON, but not what is asked for.
        ///
        /// @param field which field; empty for the body as a whole
        /// @param what to follow its name
        record Wrong(String field, String what) implements Parsed {}

        /// No JSON.
        record Malformed() implements Parsed {}
    }

    /// Reads the body of an alert (`severity`, and `summary`, or `template` and `variables`, or none of them) or of a
    /// dismissal (without `severity`).
    public static Parsed parse(AgentOutcome outcome, byte[] body) {
        try {
            var fields = outcome == AgentOutcome.raised
                    ? Set.of(SEVERITY, SUMMARY, TEMPLATE, VARIABLES)
                    : Set.of(SUMMARY, TEMPLATE, VARIABLES);
            return decision(outcome, members(body, fields));
        } catch (WrongField e) {
            return e.wrong();
        } catch (IOException e) {
            // The cause stays out: its message shows what was sent.
            return new Parsed.Malformed();
        }
    }

    /// What an object holds.
    private record Members(Map<String, String> texts, Optional<Map<String, String>> variables) {
        @Nullable
        String get(String name) {
            return texts.get(name);
        }
    }

    private static Parsed decision(AgentOutcome outcome, Members members) throws WrongField {
        var summary = Optional.ofNullable(members.get(SUMMARY));
        var template = template(members);
        if (summary.isPresent()) {
            checkSummary(summary.get());
        }
        return new Parsed.Right(
                outcome == AgentOutcome.raised
                        ? new Decision.Alert(severity(members.get(SEVERITY)), summary, template)
                        : new Decision.Dismissal(summary, template));
    }

    private static Optional<TemplateUse> template(Members members) throws WrongField {
        String reference = members.get(TEMPLATE);
        if (reference == null) {
            if (members.variables().isPresent()) {
                throw new WrongField(VARIABLES, "is nothing without a template");
            }
            return Optional.empty();
        }
        if (members.get(SUMMARY) != null) {
            throw new WrongField(TEMPLATE, "must not be beside a summary");
        }
        return Optional.of(new TemplateUse(reference, members.variables().orElse(Map.of())));
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
        if (text.codePoints().anyMatch(DecisionBody::isInvisible)) {
            throw new WrongField(SUMMARY, "must not hold control or invisible characters");
        }
    }

    /// What changes how other text is shown, or is not shown itself: people read the summary.
    private static boolean isInvisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static Members members(byte[] body, Set<String> known) throws IOException, WrongField {
        var members = new HashMap<String, String>();
        Optional<Map<String, String>> variables = Optional.empty();
        try (JsonParser parser = JSON.createParser(text(body))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new WrongField("", "must be a JSON object");
            }
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!known.contains(name)) {
                    throw new WrongField(nameable(name), "is not known here");
                }
                if (name.equals(VARIABLES)) {
                    if (variables.isPresent()) {
                        throw new WrongField(name, "is there twice");
                    }
                    variables = Optional.of(variables(parser));
                    continue;
                }
                if (parser.nextToken() != JsonToken.VALUE_STRING) {
                    throw new WrongField(name, "must be text");
                }
                if (members.put(name, parser.getText()) != null) {
                    throw new WrongField(name, "is there twice");
                }
            }
            if (parser.nextToken() != null) {
                throw new WrongField("", "must be one JSON object and nothing after it");
            }
        }
        return new Members(members, variables);
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
            if (variables.size() > MOST_VARIABLES) {
                throw new WrongField(VARIABLES, "must be " + MOST_VARIABLES + " at most");
            }
        }
        return variables;
    }

    private static String nameable(String name) {
        return NAMEABLE.matcher(name).matches() ? name : "a field";
    }

    /// UTF-8 and nothing else; the parser would guess.
    private static String text(byte[] body) throws CharacterCodingException {
        return UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    /// Ends the reading from any depth. Never leaves this class.
    private static final class WrongField extends Exception {
        private final transient Parsed.Wrong wrong;

        WrongField(String field, String what) {
            super(what, null, false, false);
            this.wrong = new Parsed.Wrong(field, what);
        }

        Parsed.Wrong wrong() {
            return wrong;
        }
    }
}
