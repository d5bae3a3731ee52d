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

/// Finds MCP messages that ask for raw media: unknown tools, arguments, resources and methods with such a name. The
/// fields that a tool knows are for the tool to check.
public final class MediaCall {

    /// Methods whose params hold the client's name and capabilities, or nothing.
    private static final Set<String> HARMLESS =
            Set.of("initialize", "ping", "tools/list", "resources/list", "resources/templates/list", "prompts/list");

    /// Known fields that hold no prose, and so must lead to no other place.
    private static final Set<String> PLACES = Set.of("event_id", "cursor", "idempotency_key");

    private MediaCall() {}

    /// A message that asks for raw media.
    ///
    /// @param tool the tool that it calls, if there is one of that name
    /// @param answer empty if the message waits for none
    public record RefusedCall(Optional<Tool> tool, Optional<ObjectNode> answer) {}

    /// Checks a message, or a batch of them.
    ///
    /// @return empty if it does not ask for raw media
    public static Optional<RefusedCall> find(JsonNode message) {
        if (message.isArray()) {
            return message.valueStream().anyMatch(MediaCall::asks)
                    ? Optional.of(new RefusedCall(Optional.empty(), Optional.empty()))
                    : Optional.empty();
        }
        return asks(message) ? Optional.of(refused(message)) : Optional.empty();
    }

    /// Whether the body of a decision over HTTP asks for raw media, in fields that the tool does not know.
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

    /// Whether a name or a text asks for raw media, at any depth, outside the known fields.
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
        return params.valueStream().anyMatch(it -> isInOthers(it, Set.of()));
    }

    /// Whether a text asks for raw media. The URI templates of events and thumbnails do not.
    private static boolean isOther(String text) {
        boolean ours = text.equals(EventUri.EVENTS) || text.equals(EventUri.THUMBNAILS);
        return !ours && (text.contains("://") ? isForeign(text) : RawMediaNames.isNamed(text));
    }

    private static boolean isNamed(Map.Entry<String, JsonNode> argument) {
        JsonNode value = argument.getValue();
        return RawMediaNames.isNamed(argument.getKey(), value.asText("")) || isInOthers(value, Set.of());
    }

    /// The model reads the answer to a tool call; the client reads other answers.
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
