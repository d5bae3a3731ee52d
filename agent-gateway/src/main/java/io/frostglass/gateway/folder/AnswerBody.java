package io.frostglass.gateway.folder;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.decisions.Decision;
import io.frostglass.gateway.decisions.DecisionBody;
import io.frostglass.settings.StrictUtf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/// Reads an answer: `{"decision": "raise" | "dismiss", …}`, the rest as in a request over HTTP, held to the same rules
/// by [DecisionBody]. Never throws, whatever the bytes: what is wrong is a value.
final class AnswerBody {

    /// Most bytes, as over HTTP.
    static final int MAX_BYTES = 32 * 1024;

    private static final String DECISION = "decision";

    /// Escapes, so that half a character stays what it is: an encoder would make a question mark of it.
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private AnswerBody() {}

    /// What was read.
    sealed interface ParsedAnswer {
        /// A decision.
        record ValidAnswer(Decision decision) implements ParsedAnswer {}

        /// None.
        ///
        /// @param what is wrong, for who wrote it; nothing of what was written
        record InvalidAnswer(String what) implements ParsedAnswer {}
    }

    static ParsedAnswer parse(byte[] answer) {
        try {
            return parts(answer);
        } catch (IOException e) {
            // The cause stays out: its message shows what was written.
            return new ParsedAnswer.InvalidAnswer("It is not JSON, in UTF-8 and without a byte order mark.");
        }
    }

    /// Whether it holds a decision.
    static boolean isOne(byte[] answer) {
        return parse(answer) instanceof ParsedAnswer.ValidAnswer;
    }

    /// Takes the decision out and leaves the rest as it was, twice what is there twice.
    private static ParsedAnswer parts(byte[] answer) throws IOException {
        var rest = new ByteArrayOutputStream();
        Optional<String> decision = Optional.empty();
        try (JsonParser parser = JSON.createParser(StrictUtf8.decode(answer));
                JsonGenerator generator = JSON.createGenerator(rest)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return new ParsedAnswer.InvalidAnswer("It must be a JSON object.");
            }
            generator.writeStartObject();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                if (!name.equals(DECISION)) {
                    generator.copyCurrentStructureExact(parser);
                    continue;
                }
                if (decision.isPresent()) {
                    return new ParsedAnswer.InvalidAnswer("decision is there twice.");
                }
                decision = Optional.of(parser.nextToken() == JsonToken.VALUE_STRING ? parser.getText() : "");
                parser.skipChildren();
            }
            generator.writeEndObject();
            if (parser.nextToken() != null) {
                return new ParsedAnswer.InvalidAnswer("It must be one JSON object and nothing after it.");
            }
        }
        return switch (decision.orElse("")) {
            case "raise" -> rest(AgentOutcome.raised, rest.toByteArray());
            case "dismiss" -> rest(AgentOutcome.dismissed, rest.toByteArray());
            default -> new ParsedAnswer.InvalidAnswer("decision must be raise or dismiss.");
        };
    }

    private static ParsedAnswer rest(AgentOutcome outcome, byte[] body) {
        return switch (DecisionBody.parse(outcome, body)) {
            case DecisionBody.ParsedDecision.ValidDecision(Decision decision) -> new ParsedAnswer.ValidAnswer(decision);
            case DecisionBody.ParsedDecision.InvalidDecision(String field, String what) ->
                new ParsedAnswer.InvalidAnswer((field.isEmpty() ? "It" : field) + " " + what + ".");
            case DecisionBody.ParsedDecision.Malformed _ -> new ParsedAnswer.InvalidAnswer("It is not JSON.");
        };
    }
}
