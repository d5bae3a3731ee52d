package io.frostglass.tools.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import java.util.Optional;

/// Messages of JSON-RPC 2.0 as MCP has them, and the answers to them.
public final class JsonRpc {

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    private static final int INTERNAL_ERROR = -32603;

    private static final String INTERNAL_ERROR_TEXT = "The server failed. Try again later.";

    private static final JsonMapper JSON = new JsonMapper();

    private JsonRpc() {}

    /// What a message is.
    public enum Kind {
        /// It waits for an answer.
        REQUEST,
        NOTIFICATION,
        /// An answer of the client's.
        RESPONSE,
        /// No message.
        INVALID
    }

    /// What `message` is (JSON-RPC 2.0, sections 4 and 5). MCP takes no `null` and no fraction as an id, and no params
    /// but
    /// an object; `null` for params is taken for none.
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

    /// What is answered to what is no message, or may not come now.
    ///
    /// @param text what to do about it; nothing of the message is repeated but its id
    public static ObjectNode invalidRequest(JsonNode message, String text) {
        return failure(message, INVALID_REQUEST, text);
    }

    /// For its client to read; empty if the message waits for no answer.
    static Optional<ObjectNode> error(JsonNode message, int code, String text) {
        return isId(message.path("id")) ? Optional.of(failure(message, code, text)) : Optional.empty();
    }

    /// Of a tool, for the model to read; empty if the message waits for no answer.
    static Optional<ObjectNode> failed(JsonNode message, String text) {
        if (!isId(message.path("id"))) {
            return Optional.empty();
        }
        ObjectNode result = JSON.createObjectNode().put("isError", true);
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return Optional.of(result(message, result));
    }

    /// To nobody in particular.
    static ObjectNode unreadable(String text) {
        return failure(NullNode.getInstance(), PARSE_ERROR, text);
    }

    public static ObjectNode internalError(JsonNode message) {
        return failure(message, INTERNAL_ERROR, INTERNAL_ERROR_TEXT);
    }

    public static ObjectNode result(JsonNode message, JsonNode result) {
        ObjectNode answer = answer(message);
        answer.set("result", result);
        return answer;
    }

    /// What the SDK answers. Of an error that it did not expect it would give the exception's message, and of others
    /// what was sent, as their data.
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

    /// With the message's id, or null if it is not known (JSON-RPC 2.0, section 5).
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
