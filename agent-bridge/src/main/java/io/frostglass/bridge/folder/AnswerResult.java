package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// The content of result files, which tell the agent what became of its answers.
final class AnswerResult {

    private static final JsonMapper JSON = new JsonMapper();

    /// The fields of the gateway's response that the agent gets. A field that the gateway adds later does not appear
    /// here.
    private static final List<String> DECIDED = List.of("event_id", "outcome", "severity", "decided_at");

    private AnswerResult() {}

    static ObjectNode taken(ObjectNode response) {
        ObjectNode result = JSON.createObjectNode().put("result", "taken");
        result.setAll(response.deepCopy().retain(DECIDED));
        return result.put("may_answer_again", false);
    }

    /// The agent may write another answer about the same event.
    static ObjectNode correctable(String what) {
        return result("refused", what + " Correct it and write it again, under the same name.", true);
    }

    static ObjectNode refused(String what) {
        return result("refused", what, false);
    }

    /// The answer belongs to an earlier session, or to one that ends.
    static ObjectNode stale() {
        return result("stale", "The session that it belongs to has ended. Whether it counts is not known.", false);
    }

    static ObjectNode expired() {
        return result(
                "expired",
                "The gateway did not answer before the event expired. Whether it counts is not known.",
                false);
    }

    private static ObjectNode result(String result, String what, boolean mayAnswerAgain) {
        return JSON.createObjectNode().put("result", result).put("what", what).put("may_answer_again", mayAnswerAgain);
    }
}
