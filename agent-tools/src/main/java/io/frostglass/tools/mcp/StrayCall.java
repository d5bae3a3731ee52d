package io.frostglass.tools.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.Tool;
import io.frostglass.tools.TriagePrompt;
import java.util.Optional;
import java.util.Set;

/// Finds MCP messages that call an unknown method, tool or prompt. The SDK's own answer would repeat the name.
public final class StrayCall {

    /// The methods of the protocol. The SDK answers those that this server does not have.
    private static final Set<String> METHODS = Set.of("""
            initialize ping tools/list tools/call resources/list resources/templates/list resources/read
            resources/subscribe resources/unsubscribe prompts/list prompts/get completion/complete logging/setLevel
            sampling/createMessage roots/list elicitation/create""".split("\\s+"));

    /// The methods whose handlers in the SDK fail without params.
    private static final Set<String> NEEDS_PARAMS = Set.of("""
            initialize resources/read resources/subscribe resources/unsubscribe prompts/get completion/complete
            logging/setLevel""".split("\\s+"));

    private StrayCall() {}

    /// The answer to such a message.
    ///
    /// @return empty if it is none, or waits for no answer
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

    /// The answer to a message that is no JSON in UTF-8, and so has no id (JSON-RPC 2.0, section 5).
    public static ObjectNode unreadable() {
        return JsonRpc.unreadable("The message must be JSON in UTF-8, nested a few levels deep, no name twice.");
    }

    private static boolean isObjectOrNone(JsonNode arguments) {
        return arguments.isObject() || arguments.isNull() || arguments.isMissingNode();
    }
}
