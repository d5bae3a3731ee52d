package io.frostglass.gateway.decisions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.TreeMap;

/// What an agent has said in an attempt, in one form whatever the way in, for its SHA-256. The attempt's id is in it,
/// which is random: short words could be found from their hash otherwise. An agent that has kept its request, with the
/// `Idempotency-Key`, can show what it was.
final class SaidJson {

    private static final JsonMapper JSON = new JsonMapper();

    private SaidJson() {}

    static String of(Attempt attempt) {
        Decision decision = attempt.decision();
        ObjectNode json = JSON.createObjectNode()
                .put("attempt_id", attempt.id())
                .put("event_id", attempt.eventId())
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
        Claims claims = decision.claims();
        var references = json.putArray("references");
        claims.references().forEach(references::add);
        claims.confidence().ifPresent(confidence -> json.put("confidence", confidence));
        claims.prompt().ifPresent(prompt -> json.put("prompt", prompt));
        return json.toString();
    }
}
