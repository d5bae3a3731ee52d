package io.frostglass.tools.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Optional;

/// Messages of JSON-RPC 2.0, as MCP uses them, and answers to them. An answer repeats nothing of a message but its
/// id.
public final class JsonRpc {

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    private static final JsonMapper JSON = new JsonMapper();

    private JsonRpc() {}

    /// The kinds of messages.
    public enum Kind {
        REQUEST,
        NOTIFICATION,
        /// The client answers a request of the server.
        RESPONSE,
        /// No message of JSON-RPC.
        INVALID
    }

    /// The kind of `message` (JSON-RPC 2.0, sections 4 and 5). MCP allows neither `null` nor a fraction as an id, and
    /// only an object as params; `null` counts as no params.
    public static Kind kind(JsonNode message) {
        if (!message.isObject() || !"2.0".equals(message.path("jsonrpc").textValue())) {
            return Kind.INVALID;
        }
        boolean identified = isId(message.path("id"));
        if (!message.has("method")) {
            boolean one = message.has("result") != message.has("error");
            return one && (identified || message.has("error")) ? Kind.RESPONSE : Kind.INVALID;
        }
        JsonNode params = message.path("params");
        boolean formed = message.path("method").isTextual()
                && (params.isObject() || params.isNull() || params.isMissingNode())
                && (identified || !message.has("id"));
        if (!formed) {
            return Kind.INVALID;
        }
        return identified ? Kind.REQUEST : Kind.NOTIFICATION;
    }

    /// The answer to JSON that is no message, or that must not come now.
    ///
    /// @param text what to do about it
    public static ObjectNode invalidRequest(JsonNode message, String text) {
        return failure(message, INVALID_REQUEST, text);
    }

    /// An error, for the client to read; empty if the message waits for no answer.
    static Optional<ObjectNode> error(JsonNode message, int code, String text) {
        return isId(message.path("id")) ? Optional.of(failure(message, code, text)) : Optional.empty();
    }

    /// The result of a tool that failed, for the model to read; empty if the message waits for no answer.
    static Optional<ObjectNode> failed(JsonNode message, String text) {
        if (!isId(message.path("id"))) {
            return Optional.empty();
        }
        ObjectNode result = JSON.createObjectNode().put("isError", true);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return Optional.of(result(message, result));
    }

    /// The answer to a message whose id is not known.
    static ObjectNode unreadable(String text) {
        return failure(NullNode.getInstance(), PARSE_ERROR, text);
    }

    public static ObjectNode internalError(JsonNode message) {
        return failure(message, INTERNAL_ERROR, "The server failed. Try again later.");
    }

    public static ObjectNode result(JsonNode message, JsonNode result) {
        ObjectNode answer = answer(message);
        answer.set("result", result);
        return answer;
    }

    /// The SDK's answer, without what it adds to an error: the message of an unexpected exception, or the request as
    /// data.
    public static ObjectNode answer(JsonNode message, JSONRPCResponse response) {
        if (response.error() == null) {
            return result(message, SdkServer.node(response.result()));
        }
        int code = response.error().code();
        return code == INTERNAL_ERROR
                ? internalError(message)
                : failure(message, code, response.error().message());
    }

    private static ObjectNode failure(JsonNode message, int code, String text) {
        ObjectNode answer = answer(message);
        answer.putObject("error").put("code", code).put("message", text);
        return answer;
    }

    /// An answer with the id of the message, or with null if that is not known (JSON-RPC 2.0, section 5).
    private static ObjectNode answer(JsonNode message) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        JsonNode id = message.path("id");
        answer.set("id", isId(id) ? id : NullNode.getInstance());
        return answer;
    }

    private static boolean isId(JsonNode id) {
        return id.isTextual() || id.isIntegralNumber();
    }
}
