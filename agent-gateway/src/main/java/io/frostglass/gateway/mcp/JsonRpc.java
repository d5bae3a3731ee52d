package io.frostglass.gateway.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/// Answers that are given to a message without the SDK.
final class JsonRpc {

    private static final int PARSE_ERROR = -32700;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;

    private static final JsonMapper JSON = new JsonMapper();

    private JsonRpc() {}

    /// For its client to read; empty if the message waits for no answer.
    static Optional<ObjectNode> error(JsonNode message, int code, String text) {
        return answer(message).map(answer -> {
            answer.putObject("error").put("code", code).put("message", text);
            return answer;
        });
    }

    /// Of a tool, for the model to read; empty if the message waits for no answer.
    static Optional<ObjectNode> failed(JsonNode message, String text) {
        return answer(message).map(answer -> {
            ObjectNode result = answer.putObject("result").put("isError", true);
            result.putArray("content").addObject().put("type", "text").put("text", text);
            return answer;
        });
    }

    /// To nobody in particular.
    static ObjectNode unreadable(String text) {
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0").putNull("id");
        answer.putObject("error").put("code", PARSE_ERROR).put("message", text);
        return answer;
    }

    private static Optional<ObjectNode> answer(JsonNode message) {
        JsonNode id = message.path("id");
        if (!id.isTextual() && !id.isIntegralNumber()) {
            return Optional.empty();
        }
        ObjectNode answer = JSON.createObjectNode().put("jsonrpc", "2.0");
        answer.set("id", id);
        return Optional.of(answer);
    }
}
