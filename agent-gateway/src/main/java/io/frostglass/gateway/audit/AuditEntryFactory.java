package io.frostglass.gateway.audit;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.agents.Caller;
import io.frostglass.gateway.feed.FeedEvent;
import io.frostglass.guard.InboundVocabulary;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import io.frostglass.verifier.VerifiedToken;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes audit entries: ids and hashes, and no content.
public final class AuditEntryFactory {

    /// The reason for an attempt that came after the token's use.
    public static final String USED = "used";

    /// The header of a decision that holds the client's address, as the audit log has it.
    public static final String ORIGIN_HEADER = "frostglass.origin";

    private AuditEntryFactory() {}

    /// The gateway refused an unknown client.
    ///
    /// @param origin the client's address; see the schema
    public static AuditEntry refused(Instant at, String reason, @Nullable String origin) {
        return entry(at, Action.refused).setReason(reason).setOrigin(origin).build();
    }

    /// The gateway refused an agent.
    ///
    /// @param tool the tool that it called
    public static AuditEntry refused(Instant at, String reason, Caller caller, String tool) {
        return refused(at, reason, caller, tool, Optional.empty());
    }

    /// The gateway refused an agent, perhaps for a request about an event.
    public static AuditEntry refused(Instant at, String reason, Caller caller, String tool, Optional<FeedEvent> event) {
        return refusal(at, reason, caller)
                .setEventId(event.map(FeedEvent::id).orElse(null))
                .setSiteId(event.map(FeedEvent::siteId).orElse(null))
                .setCameraId(event.map(FeedEvent::cameraId).orElse(null))
                .setCall(call(caller, tool).build())
                .build();
    }

    /// A refusal of an agent, to be completed.
    public static AuditEntry.Builder refusal(Instant at, String reason, Caller caller) {
        return entry(at, Action.refused).setReason(reason).setOrigin(caller.origin());
    }

    /// A call of an agent, to be completed.
    public static AgentCall.Builder call(Caller caller, String tool) {
        return AgentCall.newBuilder()
                .setAgent(caller.agent().id())
                .setVia(caller.agentTransport().code())
                .setTool(tool);
    }

    /// An event has words that tell its reader what to do. The entry has neither the words, nor an id with such words.
    static AuditEntry flagged(Instant at, AuthorizedMotion event) {
        return entry(at, Action.flagged)
                .setReason("instruction")
                .setEventId(idOrNull(event.getEventId()))
                .setSiteId(idOrNull(event.getSiteId()))
                .setCameraId(idOrNull(event.getCameraId()))
                .build();
    }

    private static @Nullable String idOrNull(String id) {
        return InboundVocabulary.isId(id) && !InboundVocabulary.isInstruction(id) ? id : null;
    }

    /// The gateway is about to show an event.
    public static AuditEntry shown(Instant at, FeedEvent event, Caller caller, String tool) {
        return entry(at, Action.shown)
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

    /// An agent has made a call that shows no event.
    public static AuditEntry asked(Instant at, String why, Caller caller, String tool) {
        return asked(at, why, caller, tool, null);
    }

    private static AuditEntry asked(Instant at, String why, Caller caller, String tool, @Nullable String subject) {
        return entry(at, Action.asked)
                .setReason(why)
                .setSubject(subject)
                .setOrigin(caller.origin())
                .setCall(call(caller, tool).build())
                .build();
    }

    /// A system has introspected a token.
    ///
    /// @param token empty if the gateway would refuse it: then its claims may be forged
    public static AuditEntry introspected(Instant at, Caller caller, String tool, Optional<VerifiedToken> token) {
        String why = token.isPresent() ? "active" : "inactive";
        return asked(at, why, caller, tool, token.map(VerifiedToken::id).orElse(null));
    }

    /// The outcome of an attempt that is on the topic of decisions.
    ///
    /// @param first whether it was the first about its event, and so used up the token
    /// @param bytes the decision's record on the topic
    static AuditEntry outcome(AgentDecision decision, boolean first, byte[] bytes, Optional<String> origin) {
        var tool = switch (decision.getOutcome()) {
            case raised -> "raise_alert";
            case dismissed -> "dismiss_event";
        };
        var call = AgentCall.newBuilder()
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
        return entry(decision.getDecidedAt(), first ? Action.used : Action.refused)
                .setReason(first ? null : USED)
                .setEventId(decision.getEventId())
                .setSiteId(decision.getSiteId())
                .setCameraId(decision.getCameraId())
                .setSubject(decision.getTokenId())
                .setDigest(Sha256.hex(bytes))
                .setOrigin(origin.orElse(null))
                .setCall(call)
                .build();
    }

    private static AuditEntry.Builder entry(Instant at, Action action) {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.AGENT_GATEWAY.user())
                .setAction(action);
    }
}
