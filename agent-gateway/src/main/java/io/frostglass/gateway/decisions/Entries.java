package io.frostglass.gateway.decisions;

import io.frostglass.agent.AgentDecision;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.gateway.feed.EventIndex;
import io.frostglass.topics.Principal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the audit log is told.
public final class Entries {

    /// The reason of an attempt that came after the token's use.
    static final String USED = "used";

    private Entries() {}

    /// Somebody was refused before anything was known of an event.
    ///
    /// @param reason a word of ours
    /// @param origin from where; see the schema
    public static AuditEntry refused(Instant at, String reason, @Nullable String origin) {
        return base(at, Action.refused).setReason(reason).setOrigin(origin).build();
    }

    /// A token was refused for an event.
    ///
    /// @param eventId one that exists
    /// @param tokenId of a token that was used before: who looks for one that is used from two places needs it
    static AuditEntry refused(
            Instant at,
            String reason,
            String eventId,
            EventIndex.Known event,
            Optional<String> tokenId,
            @Nullable String origin) {
        return base(at, Action.refused)
                .setReason(reason)
                .setEventId(eventId)
                .setSiteId(event.siteId())
                .setCameraId(event.cameraId())
                .setSubject(tokenId.orElse(null))
                .setOrigin(origin)
                .build();
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
                .setDigest(sha256(bytes))
                .setOrigin(origin.orElse(null))
                .setCall(call(decision))
                .build();
    }

    private static AgentCall call(AgentDecision decision) {
        var tool =
                switch (decision.getOutcome()) {
                    case raised -> "raise_alert";
                    case dismissed -> "dismiss_event";
                };
        return AgentCall.newBuilder()
                .setAgent(decision.getAgent())
                .setVia(decision.getVia() == null ? "http" : decision.getVia())
                .setTool(tool)
                .setPrompt(decision.getPrompt())
                .setTemplate(decision.getTemplate())
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

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
