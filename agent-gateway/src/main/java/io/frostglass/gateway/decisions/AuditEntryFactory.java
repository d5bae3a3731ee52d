package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.decisions.DecisionPolicy.Traces;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.gateway.guard.InboundVocabulary;
import io.frostglass.settings.Sha256;
import io.frostglass.tools.decisions.Decision;
import io.frostglass.topics.Principal;
import io.frostglass.verifier.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the audit log is told.
public final class AuditEntryFactory {

    /// The reason of an attempt that came after the token's use.
    static final String USED = "used";

    private AuditEntryFactory() {}

    /// Somebody was refused who is not known.
    ///
    /// @param reason a word of ours
    /// @param origin from where; see the schema
    public static AuditEntry refused(Instant at, String reason, @Nullable String origin) {
        return base(at, Action.refused).setReason(reason).setOrigin(origin).build();
    }

    /// An agent was refused before anything was known of an event.
    ///
    /// @param tool what it asked for
    public static AuditEntry refused(Instant at, String reason, Caller caller, String tool) {
        return base(at, Action.refused)
                .setReason(reason)
                .setOrigin(caller.origin())
                .setCall(call(caller, tool).build())
                .build();
    }

    /// A decision was refused.
    ///
    /// @param event what it is about; empty if that does not exist, or is not known here
    /// @param tokenId of a token that was used before: who looks for one that is used from two places needs it
    static AuditEntry refused(
            Instant at,
            String reason,
            DecisionAttempt decisionAttempt,
            Optional<EventIndex.IndexedEvent> event,
            Optional<String> tokenId,
            Traces traces) {
        Decision decision = decisionAttempt.decision();
        return base(at, Action.refused)
                .setReason(reason)
                .setEventId(event.map(_ -> decisionAttempt.eventId()).orElse(null))
                .setSiteId(event.map(EventIndex.IndexedEvent::siteId).orElse(null))
                .setCameraId(event.map(EventIndex.IndexedEvent::cameraId).orElse(null))
                .setSubject(tokenId.orElse(null))
                .setDigest(Sha256.hex(SaidJson.of(decisionAttempt)))
                .setOrigin(decisionAttempt.caller().origin())
                .setCall(call(decisionAttempt.caller(), decision.tool())
                        .setPrompt(decision.decisionMetadata().prompt().orElse(null))
                        .setTemplate(traces.template().orElse(null))
                        .setChecks(orNull(traces.checks()))
                        .setOutcome(decision.outcome().name())
                        .setConfidence(decision.decisionMetadata().confidence().orElse(null))
                        .setLatencyMs(event.map(indexedEvent -> Duration.between(indexedEvent.arrivedAt(), at)
                                        .toMillis())
                                .orElse(null))
                        .build())
                .build();
    }

    private static @Nullable List<String> orNull(List<String> checks) {
        return checks.isEmpty() ? null : checks;
    }

    /// An event holds words that tell its reader what to do. They are not in the entry, and nor is an id that is none.
    static AuditEntry flagged(Instant at, AuthorizedMotion event) {
        return base(at, Action.flagged)
                .setReason("instruction")
                .setEventId(idOrNull(event.getEventId()))
                .setSiteId(idOrNull(event.getSiteId()))
                .setCameraId(idOrNull(event.getCameraId()))
                .build();
    }

    private static @Nullable String idOrNull(String id) {
        return InboundVocabulary.isId(id) && !InboundVocabulary.isInstruction(id) ? id : null;
    }

    /// An event is about to be shown.
    ///
    /// @param tool what was asked for
    public static AuditEntry shown(Instant at, FeedEvent event, Caller caller, String tool) {
        return base(at, Action.shown)
                .setEventId(event.id())
                .setSiteId(event.siteId())
                .setCameraId(event.cameraId())
                .setDigest(event.digest())
                .setOrigin(caller.origin())
                .setCall(call(caller, tool)
                        .setLatencyMs(Duration.between(event.arrivedAt(), at).toMillis())
                        .build())
                .build();
    }

    /// An agent has asked for something, and is shown no event.
    ///
    /// @param why a word of ours
    public static AuditEntry asked(Instant at, String why, Caller caller, String tool) {
        return base(at, Action.asked)
                .setReason(why)
                .setOrigin(caller.origin())
                .setCall(call(caller, tool).build())
                .build();
    }

    /// A system has asked what a token says.
    ///
    /// @param token a good one; empty for any other, of which nothing is believed
    public static AuditEntry introspected(Instant at, Caller caller, String tool, Optional<VerifiedToken> token) {
        return base(at, Action.asked)
                .setReason(token.isPresent() ? "active" : "inactive")
                .setSubject(token.map(VerifiedToken::id).orElse(null))
                .setOrigin(caller.origin())
                .setCall(call(caller, tool).build())
                .build();
    }

    private static AgentCall.Builder call(Caller caller, String tool) {
        return AgentCall.newBuilder()
                .setAgent(caller.agent().id())
                .setVia(caller.agentTransport().code())
                .setTool(tool);
    }

    /// What came of an attempt that is on the topic of decisions.
    ///
    /// @param first whether it was the first about its event, and so the use of the token
    /// @param bytes the decision as it is on the topic
    static AuditEntry outcome(AgentDecision decision, boolean first, byte[] bytes, Optional<String> origin) {
        return base(decision.getDecidedAt(), first ? Action.used : Action.refused)
                .setReason(first ? null : USED)
                .setEventId(decision.getEventId())
                .setSiteId(decision.getSiteId())
                .setCameraId(decision.getCameraId())
                .setSubject(decision.getTokenId())
                .setDigest(Sha256.hex(bytes))
                .setOrigin(origin.orElse(null))
                .setCall(call(decision))
                .build();
    }

    private static AgentCall call(AgentDecision decision) {
        var tool = switch (decision.getOutcome()) {
            case raised -> "raise_alert";
            case dismissed -> "dismiss_event";
        };
        return AgentCall.newBuilder()
                .setAgent(decision.getAgent())
                .setVia(decision.getVia() == null ? "http" : decision.getVia())
                .setTool(tool)
                .setPrompt(decision.getPrompt())
                .setTemplate(decision.getTemplate())
                .setChecks(decision.getGuard())
                .setOutcome(decision.getOutcome().name())
                .setEffect(decision.getEffect().name())
                .setConfidence(decision.getConfidence())
                .setLatencyMs(decision.getLatencyMs())
                .build();
    }

    private static AuditEntry.Builder base(Instant at, Action action) {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.AGENT_GATEWAY.user())
                .setAction(action);
    }

    /// The record key of an entry.
    static String keyOf(AuditEntry entry) {
        return entry.getEventId() == null ? entry.getApplication() : entry.getEventId();
    }
}
