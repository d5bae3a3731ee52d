package io.frostglass.gateway.decisions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionMetadata;
import java.util.TreeMap;

/// What an agent has said in an attempt, in one form whatever the way in, for its SHA-256. The attempt's id is in it,
/// which is random: short words could be found from their hash otherwise. An agent that has kept its request, with the
/// `Idempotency-Key`, can show what it was.
final class SaidJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SaidJson() {}

    static String of(DecisionAttempt decisionAttempt) {
        Decision decision = decisionAttempt.decision();
        ObjectNode json = JSON.createObjectNode()
                .put("attempt_id", decisionAttempt.id())
                .put("event_id", decisionAttempt.eventId())
                .put("outcome", decision.outcome().name());
        if (decision.severityOrNull() != null) {
            json.put("severity", decision.severityOrNull().name());
        }
        decision.summary().ifPresent(summary -> json.put("summary", summary));
        decision.template().ifPresent(use -> {
            json.put("template", use.reference());
            ObjectNode variables = json.putObject("variables");
            new TreeMap<>(use.variables()).forEach(variables::put);
        });
        DecisionMetadata decisionMetadata = decision.decisionMetadata();
        var references = json.putArray("references");
        decisionMetadata.references().forEach(references::add);
        decisionMetadata.confidence().ifPresent(confidence -> json.put("confidence", confidence));
        decisionMetadata.prompt().ifPresent(prompt -> json.put("prompt", prompt));
        return json.toString();
    }
}
