package io.frostglass.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The arguments of a call, checked as strictly as the schema of the tool says.
record ToolArguments(ObjectNode given) {

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /// An argument does not fit the schema. The message is for the agent, and repeats nothing of its value.
    static final class InvalidArgument extends Exception {

        InvalidArgument(String name, String what) {
            super("Wrong argument: " + name + " " + what + ". Correct it and call the tool again.", null, false, false);
        }

        String advice() {
            return String.valueOf(getMessage());
        }
    }

    static ToolArguments of(Tool tool, ObjectNode given) throws InvalidArgument {
        JsonNode known = tool.inputSchema().path("properties");
        for (Map.Entry<String, JsonNode> argument : given.properties()) {
            if (!known.has(argument.getKey())) {
                String names = String.join(", ", (Iterable<String>) known::fieldNames);
                throw new InvalidArgument(
                        "one",
                        "is not known to " + tool.code() + ", which takes " + (known.isEmpty() ? "none" : names));
            }
        }
        return new ToolArguments(given);
    }

    String eventId() throws InvalidArgument {
        String id = required("event_id", "list_events gives it");
        if (!EVENT_ID.matcher(id).matches()) {
            throw new InvalidArgument("event_id", "must be evt- and 32 small hex digits, as list_events gives it");
        }
        return id;
    }

    String token() throws InvalidArgument {
        return required("ephemeral_token", "list_events and get_event give it with the event");
    }

    Optional<String> cursor() throws InvalidArgument {
        return text("cursor");
    }

    /// A UUID, the same each time that the agent sends the same call.
    Optional<String> idempotencyKey() throws InvalidArgument {
        Optional<String> key = text("idempotency_key");
        if (key.isPresent() && !UUID_FORM.matcher(key.get()).matches()) {
            throw new InvalidArgument("idempotency_key", "must be a UUID");
        }
        return key.map(UUID::fromString).map(UUID::toString);
    }

    /// A whole number, `least` to `most`.
    ///
    /// @param usual where the argument is absent
    int number(String name, int usual, int least, int most) throws InvalidArgument {
        JsonNode value = given.path(name);
        if (isAbsent(value)) {
            return usual;
        }
        // Some clients write each number with a decimal point.
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole || value.doubleValue() < least || value.doubleValue() > most) {
            throw new InvalidArgument(name, "must be a whole number, " + least + " to " + most);
        }
        return value.intValue();
    }

    /// The agent's decision, by the same rules as a body that comes over HTTP.
    Decision decision(AgentOutcome outcome) throws InvalidArgument {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        for (String name : DecisionBody.fields(outcome)) {
            JsonNode value = given.path(name);
            if (!isAbsent(value)) {
                body.set(name, value);
            }
        }
        return switch (DecisionBody.parse(outcome, body.toString().getBytes(UTF_8))) {
            case ParsedDecision.ValidDecision(Decision decision) -> decision;
            case ParsedDecision.InvalidDecision(String field, String what) ->
                throw new InvalidArgument(field.isEmpty() ? "one" : field, what);
            case ParsedDecision.Malformed _ -> throw new InvalidArgument("one", "must be text");
        };
    }

    private String required(String name, String where) throws InvalidArgument {
        return text(name).orElseThrow(() -> new InvalidArgument(name, "is missing; " + where));
    }

    private Optional<String> text(String name) throws InvalidArgument {
        JsonNode value = given.path(name);
        if (!isAbsent(value) && !value.isTextual()) {
            throw new InvalidArgument(name, "must be text");
        }
        return Optional.ofNullable(value.textValue());
    }

    /// Some clients send null for an argument that they leave out.
    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
