package io.frostglass.tools.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.Tool;
import io.frostglass.tools.TriagePrompt;
import java.util.Optional;
import java.util.Set;

/// Messages that call what nobody has. The SDK would say so, too, but repeat the name.
public final class StrayCall {

    /// Methods of the protocol; those of them that are not here the SDK knows, and their names are no agent's words.
    private static final Set<String> METHODS = Set.of(
            "initialize",
            "ping",
            "tools/list",
            "tools/call",
            "resources/list",
            "resources/templates/list",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "prompts/list",
            "prompts/get",
            "completion/complete",
            "logging/setLevel",
            "sampling/createMessage",
            "roots/list",
            "elicitation/create");

    /// Without them the SDK fails in ways of its own.
    private static final Set<String> NEEDS_PARAMS = Set.of(
            "initialize",
            "resources/read",
            "resources/subscribe",
            "resources/unsubscribe",
            "prompts/get",
            "completion/complete",
            "logging/setLevel");

    private StrayCall() {}

    /// What to answer to one that does.
    ///
    /// @return empty if it does not, or waits for no answer
    public static Optional<ObjectNode> answer(JsonNode message) {
        String method = message.path("method").asText("");
        JsonNode params = message.path("params");
        String name = params.path("name").asText("");
        if (method.equals("tools/call") && Tool.named(name).isEmpty()) {
            return JsonRpc.error(message, JsonRpc.INVALID_PARAMS, "Unknown tool. tools/list has those that there are.");
        }
        if (method.equals("tools/call") && !isObjectOrNone(params.path("arguments"))) {
            return JsonRpc.failed(
                    message, "Wrong argument: arguments must be an object. Correct it and call the tool again.");
        }
        if (NEEDS_PARAMS.contains(method) && !params.isObject()) {
            return JsonRpc.error(message, JsonRpc.INVALID_PARAMS, "The params of this method are missing.");
        }
        if (method.equals("prompts/get") && !name.equals(TriagePrompt.NAME)) {
            return JsonRpc.error(
                    message, JsonRpc.INVALID_PARAMS, "Unknown prompt. There is " + TriagePrompt.NAME + ".");
        }
        return message.has("method") && !METHODS.contains(method)
                ? JsonRpc.error(message, JsonRpc.METHOD_NOT_FOUND, "Unknown method.")
                : Optional.empty();
    }

    /// What to answer to what is no JSON in UTF-8, and so nobody's request (JSON-RPC 2.0, section 5).
    public static ObjectNode unreadable() {
        return JsonRpc.unreadable("The message must be JSON in UTF-8, nested a few levels deep, no name twice.");
    }

    private static boolean isObjectOrNone(JsonNode arguments) {
        return arguments.isObject() || arguments.isNull() || arguments.isMissingNode();
    }
}
