package io.frostglass.bridge.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.settings.StrictUtf8;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Reads an answer: `{"decision": "raise" | "dismiss", …}`. The other fields are those of a request over HTTP, and
/// [DecisionBody] checks them by the same rules. A fault is a value, never an exception.
final class AnswerBody {

    /// The largest answer in bytes, as over HTTP.
    static final int MAX_BYTES = 32 * 1024;

    private static final String DECISION = "decision";

    /// Escapes, so that half a surrogate pair stays one; an encoder would write a question mark for it.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AnswerBody() {}

    sealed interface ParsedAnswer {
        record ValidAnswer(Decision decision) implements ParsedAnswer {}

        /// A fault.
        ///
        /// @param what for the agent; it repeats nothing of the answer
        record InvalidAnswer(String what) implements ParsedAnswer {}
    }

    static ParsedAnswer parse(byte[] answer) {
        try {
            return split(answer);
        } catch (IOException e) {
            // The cause stays out: its message shows the answer.
            return invalid("It is not JSON, in UTF-8 and without a byte order mark.");
        }
    }

    /// Takes the decision out and copies the rest unchanged, with any field that is there twice.
    private static ParsedAnswer split(byte[] answer) throws IOException {
        var rest = new ByteArrayOutputStream();
        Optional<String> decision = Optional.empty();
        try (JsonParser parser = JSON.createParser(StrictUtf8.decode(answer));
                JsonGenerator generator = JSON.createGenerator(rest)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return invalid("It must be a JSON object.");
            }
            generator.writeStartObject();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!name.equals(DECISION)) {
                    generator.copyCurrentStructureExact(parser);
                    continue;
                }
                if (decision.isPresent()) {
                    return invalid("decision is there twice.");
                }
                decision = Optional.of(parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "");
                parser.skipChildren();
            }
            generator.writeEndObject();
            if (parser.nextToken() != null) {
                return invalid("It must be one JSON object and nothing after it.");
            }
        }
        return switch (decision.orElse("")) {
            case "raise" -> parse(AgentOutcome.raised, rest.toByteArray());
            case "dismiss" -> parse(AgentOutcome.dismissed, rest.toByteArray());
            default -> invalid("decision must be raise or dismiss.");
        };
    }

    private static ParsedAnswer parse(AgentOutcome outcome, byte[] body) {
        return switch (DecisionBody.parse(outcome, body)) {
            case ParsedDecision.ValidDecision(Decision decision) -> new ParsedAnswer.ValidAnswer(decision);
            case ParsedDecision.InvalidDecision(String field, String what) ->
                invalid((field.isEmpty() ? "It" : field) + " " + what + ".");
            case ParsedDecision.Malformed _ -> invalid("It is not JSON.");
        };
    }

    private static ParsedAnswer invalid(String what) {
        return new ParsedAnswer.InvalidAnswer(what);
    }
}
