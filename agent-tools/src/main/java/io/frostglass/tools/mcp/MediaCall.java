package io.frostglass.tools.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.EventUri;
import io.frostglass.tools.RawMediaNames;
import io.frostglass.tools.Tool;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.StreamSupport;

/// Messages of MCP that ask for raw media: tools, arguments, resources and methods that nobody has, of such names. What
/// an agent says in the fields that a tool knows is the tool's to judge.
public final class MediaCall {

    /// Names of clients, and what they can do, are nobody's attempt.
    private static final Set<String> HARMLESS =
            Set.of("initialize", "ping", "tools/list", "resources/list", "resources/templates/list", "prompts/list");

    /// Fields that hold an address or a place, where words are none of a sentence.
    private static final Set<String> PLACES = Set.of("event_id", "cursor", "idempotency_key");

    private MediaCall() {}

    /// What is answered to a message that does.
    ///
    /// @param tool the tool that was called, if there is one of that name
    /// @param answer empty if nothing waits for one
    public record RefusedCall(Optional<Tool> tool, Optional<ObjectNode> answer) {}

    /// Looks at a message.
    ///
    /// @return empty if it asks for nothing of the sort
    public static Optional<RefusedCall> find(JsonNode message) {
        return message.isArray()
                ? StreamSupport.stream(message.spliterator(), false)
                        .filter(MediaCall::asks)
                        .findFirst()
                        .map(_ -> new RefusedCall(Optional.empty(), Optional.empty()))
                : Optional.of(message).filter(MediaCall::asks).map(MediaCall::refused);
    }

    /// Whether the body of a decision does that came over HTTP: in fields that the tool does not know, as with
    /// arguments.
    public static boolean isIn(Tool tool, byte[] body) {
        try {
            return areMediaArguments(tool, SdkServer.tree(body));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean asks(JsonNode message) {
        String method = message.path("method").asText("");
        JsonNode params = message.path("params");
        if (HARMLESS.contains(method) || method.startsWith("notifications/")) {
            return false;
        }
        return switch (method) {
            case "tools/call" -> isMediaTool(params);
            case "resources/read" -> isForeign(params.path("uri").asText("")) || isInOthers(params, Set.of("uri"));
            case "prompts/get" -> isInOthers(params, Set.of());
            default -> RawMediaNames.isNamed(method.replace('/', ' ')) || isInOthers(params, Set.of());
        };
    }

    private static boolean isMediaTool(JsonNode params) {
        String name = params.path("name").asText("");
        JsonNode arguments = params.path("arguments");
        Optional<Tool> tool = Tool.named(name);
        if (tool.isEmpty()) {
            return RawMediaNames.isNamed(name) || isInOthers(arguments, Set.of());
        }
        return areMediaArguments(tool.get(), arguments);
    }

    private static boolean areMediaArguments(Tool tool, JsonNode arguments) {
        JsonNode known = tool.inputSchema().path("properties");
        return arguments.properties().stream()
                .anyMatch(argument -> known.has(argument.getKey())
                        ? PLACES.contains(argument.getKey())
                                && RawMediaNames.isElsewhere(argument.getValue().asText(""))
                        : isNamed(argument));
    }

    private static boolean isForeign(String uri) {
        if (EventUri.parse(uri).isPresent()) {
            return false;
        }
        String scheme = "frostglass://";
        return !uri.startsWith(scheme)
                ? uri.contains(":") || RawMediaNames.isNamed(uri)
                : isNamedWithin(uri.substring(scheme.length()));
    }

    private static boolean isNamedWithin(String place) {
        int query = place.indexOf('?');
        String path = query < 0 ? place : place.substring(0, query);
        return RawMediaNames.isNamed(path) || (query >= 0 && RawMediaNames.isNamed(place.substring(query + 1), ""));
    }

    /// Whatever is said beside what is known, however deep: names and texts.
    private static boolean isInOthers(JsonNode params, Set<String> known) {
        if (params.isTextual()) {
            return isOther(params.textValue());
        }
        if (params.isObject()) {
            return params.properties().stream()
                    .filter(member ->
                            !known.contains(member.getKey()) && !member.getKey().equals("_meta"))
                    .anyMatch(member ->
                            RawMediaNames.isNamed(member.getKey()) || isInOthers(member.getValue(), Set.of()));
        }
        return StreamSupport.stream(params.spliterator(), false).anyMatch(it -> isInOthers(it, Set.of()));
    }

    /// The addresses that we give are none, in all of their forms.
    private static boolean isOther(String text) {
        boolean ours = text.equals(EventUri.EVENTS) || text.equals(EventUri.THUMBNAILS);
        return !ours && (text.contains("://") ? isForeign(text) : RawMediaNames.isNamed(text));
    }

    private static boolean isNamed(Map.Entry<String, JsonNode> argument) {
        JsonNode value = argument.getValue();
        return RawMediaNames.isNamed(argument.getKey(), value.asText("")) || isInOthers(value, Set.of());
    }

    /// A tool's call is answered so that the model reads it; anything else so that its client does.
    private static RefusedCall refused(JsonNode message) {
        boolean call = message.path("method").asText("").equals("tools/call");
        Optional<Tool> tool =
                call ? Tool.named(message.path("params").path("name").asText("")) : Optional.empty();
        return new RefusedCall(
                tool,
                call
                        ? JsonRpc.failed(message, RawMediaNames.ANSWER)
                        : JsonRpc.error(message, JsonRpc.INVALID_PARAMS, RawMediaNames.ANSWER));
    }
}
