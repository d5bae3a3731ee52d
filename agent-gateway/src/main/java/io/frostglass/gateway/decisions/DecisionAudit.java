package io.frostglass.gateway.decisions;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.audit.AuditEntryFactory;
import io.frostglass.gateway.decisions.DecisionPolicy.Traces;
import io.frostglass.gateway.decisions.DecisionService.DecisionAttempt;
import io.frostglass.gateway.feed.EventIndex.IndexedEvent;
import io.frostglass.settings.Sha256;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.tools.decisions.DecisionMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;

/// The audit entry of a decision that was refused before it was written.
final class DecisionAudit {

    private static final JsonMapper JSON = new JsonMapper();

    private DecisionAudit() {}

    /// @param event the decision's event; empty if it does not exist, or is not known here
    /// @param tokenId of a token that was used before: it shows the use of a token from two places
    static AuditEntry refused(
            Instant at,
            String reason,
            DecisionAttempt attempt,
            Optional<IndexedEvent> event,
            Optional<String> tokenId,
            Traces traces) {
        Decision decision = attempt.decision();
        DecisionMetadata metadata = decision.decisionMetadata();
        var entry = AuditEntryFactory.refusal(at, reason, attempt.caller())
                .setSubject(tokenId.orElse(null))
                .setDigest(Sha256.hex(said(attempt)));
        var call = AuditEntryFactory.call(attempt.caller(), decision.tool())
                .setPrompt(metadata.prompt().orElse(null))
                .setTemplate(traces.template().orElse(null))
                .setChecks(traces.checksOrNull())
                .setOutcome(decision.outcome().name())
                .setConfidence(metadata.confidence().orElse(null));
        event.ifPresent(it -> {
            entry.setEventId(attempt.eventId()).setSiteId(it.siteId()).setCameraId(it.cameraId());
            call.setLatencyMs(Duration.between(it.arrivedAt(), at).toMillis());
        });
        return entry.setCall(call.build()).build();
    }

    /// The content of an attempt, in one form for HTTP and MCP, for its SHA-256. It has the attempt's random id, so
    /// that nobody can guess short words from the hash. An agent that has kept its request, with the
    /// `Idempotency-Key`, can prove what it sent.
    private static String said(DecisionAttempt attempt) {
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
        DecisionMetadata metadata = decision.decisionMetadata();
        var references = json.putArray("references");
        metadata.references().forEach(references::add);
        metadata.confidence().ifPresent(confidence -> json.put("confidence", confidence));
        metadata.prompt().ifPresent(prompt -> json.put("prompt", prompt));
        return json.toString();
    }
}
