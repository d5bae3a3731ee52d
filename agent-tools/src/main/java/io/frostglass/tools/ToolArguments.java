package io.frostglass.tools;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionBody;
import io.frostglass.tools.decisions.DecisionBody.ParsedDecision;
import java.util.Iterator;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/// The arguments of a call, read as strictly as the tool's schema says.
final class ToolArguments {

    private static final Pattern EVENT_ID = Pattern.compile("evt-[0-9a-f]{32}");
    private static final Pattern UUID_FORM =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode given;

    private ToolArguments(ObjectNode given) {
        this.given = given;
    }

    /// @throws WrongArgument if there are some that the tool does not know
    static ToolArguments of(Tool tool, ObjectNode given) throws InvalidArgument {
        JsonNode known = tool.inputSchema().path("properties");
        for (Iterator<String> names = given.fieldNames(); names.hasNext(); ) {
            if (!known.has(names.next())) {
                throw new InvalidArgument(
                        "one",
                        "is not known to " + tool.code() + ", which takes "
                                + (known.isEmpty() ? "none" : names(known)));
            }
        }
        return new ToolArguments(given);
    }

    private static String names(JsonNode properties) {
        return String.join(", ", (Iterable<String>) properties::fieldNames);
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

    /// A UUID by which the same wish is known again, if one was given.
    Optional<String> idempotencyKey() throws InvalidArgument {
        Optional<String> key = text("idempotency_key");
        if (key.isPresent() && !UUID_FORM.matcher(key.get()).matches()) {
            throw new InvalidArgument("idempotency_key", "must be a UUID");
        }
        return key.map(UUID::fromString).map(UUID::toString);
    }

    /// A whole number.
    int number(String name, int usual, int least, int most) throws InvalidArgument {
        JsonNode value = given.path(name);
        if (isAbsent(value)) {
            return usual;
        }
        // Some clients write every number with a point.
        boolean whole = value.isNumber() && value.doubleValue() == Math.rint(value.doubleValue());
        if (!whole || value.doubleValue() < least || value.doubleValue() > most) {
            throw new InvalidArgument(name, "must be a whole number, " + least + " to " + most);
        }
        return value.intValue();
    }

    /// What the agent thinks, held to the same rules as a body that comes over HTTP.
    Decision decision(AgentOutcome outcome) throws InvalidArgument {
        ObjectNode body = JSON.createObjectNode();
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
        Optional<String> text = text(name);
        return text.orElseThrow(() -> new InvalidArgument(name, "is missing; " + where));
    }

    private Optional<String> text(String name) throws InvalidArgument {
        JsonNode value = given.path(name);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw new InvalidArgument(name, "must be text");
        }
        return Optional.of(value.textValue());
    }

    /// Some clients send null for what they leave out.
    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }
}
