package io.frostglass.bridge.folder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/// What came of a file in `output/`, as the agent is told.
///
/// @param json what the result file holds
record AnswerResult(ObjectNode json) {

    private static final JsonMapper JSON = new JsonMapper();

    /// Of what the gateway says: nothing that it adds appears by itself.
    private static final List<String> DECIDED = List.of("event_id", "outcome", "severity", "decided_at");

    /// It counts.
    ///
    /// @param decided as the gateway says
    static AnswerResult taken(ObjectNode decided) {
        ObjectNode json = JSON.createObjectNode().put("result", "taken");
        for (String field : DECIDED) {
            JsonNode value = decided.get(field);
            if (value != null) {
                json.set(field, value);
            }
        }
        return new AnswerResult(json.put("may_answer_again", false));
    }

    /// It does not, but another answer about the same event may.
    static AnswerResult correctable(String what) {
        return new AnswerResult(said("refused", what).put("may_answer_again", true));
    }

    /// It does not, and none will.
    static AnswerResult refused(String what) {
        return new AnswerResult(said("refused", what).put("may_answer_again", false));
    }

    /// It is of an earlier session, or of one that ends.
    static AnswerResult stale() {
        return new AnswerResult(
                said("stale", "The session that it belongs to has ended. Whether it counts is not known.")
                        .put("may_answer_again", false));
    }

    /// The gateway could not be asked in time.
    static AnswerResult expired() {
        return new AnswerResult(said(
                        "expired",
                        "The gateway did not answer before the event expired. Whether it counts is not" + " known.")
                .put("may_answer_again", false));
    }

    private static ObjectNode said(String result, String what) {
        return JSON.createObjectNode().put("result", result).put("what", what);
    }
}
