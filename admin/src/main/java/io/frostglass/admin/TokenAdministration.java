package io.frostglass.admin;

import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.KeyRotation;
import io.frostglass.agent.Revocation;
import io.frostglass.agent.RevocationKind;
import io.frostglass.agent.SwitchState;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.Topic;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/// Revokes tokens, requests new keys, and pauses agents, as the principal `token-admin`. Each record and its audit
/// entry are one transaction.
public final class TokenAdministration {

    private static final String ALL = "all";

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// Holds no connection between calls.
    ///
    /// @param kafka client settings of `token-admin`
    public TokenAdministration(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// Revokes one token, or all tokens of an event, a camera or a site that were issued until now.
    ///
    /// @param kind any kind except `all`
    /// @param id the jti, event, camera or site
    public Revocation revoke(RevocationKind kind, String id) {
        return revoke(kind, Optional.of(id), clock.instant());
    }

    /// Revokes all tokens that were issued before a time. Later tokens stay valid.
    ///
    /// @throws IllegalArgumentException if the time is too far ahead: the topic would lose the revocation
    ///     before the tokens expire
    public Revocation revokeAll(Instant issuedBefore) {
        Duration ahead = TopicCatalogue.REVOCATIONS.retention().minus(TopicCatalogue.MAX_TOKEN_LIFETIME);
        if (issuedBefore.isAfter(clock.instant().plus(ahead))) {
            throw new IllegalArgumentException("the time must be no more than " + ahead.toMinutes() + " minutes ahead");
        }
        return revoke(RevocationKind.all, Optional.empty(), issuedBefore);
    }

    private Revocation revoke(RevocationKind kind, Optional<String> id, Instant before) {
        Instant now = clock.instant();
        var revocation = Revocation.newBuilder()
                .setKind(kind)
                .setId(id.orElse(null))
                .setIssuedBefore(before)
                .setRevokedAt(now)
                .setForgetAfter((before.isAfter(now) ? before : now).plus(TopicCatalogue.MAX_TOKEN_LIFETIME))
                .build();
        String which = id.map(one -> kind + "/" + one).orElse(ALL);
        var entry = entry(Action.revoked).setReason(kind.name()).setSubject(which);
        switch (kind) {
            case event -> entry.setEventId(id.orElse(null));
            case camera -> entry.setCameraId(id.orElse(null));
            case site -> entry.setSiteId(id.orElse(null));
            case token, all -> {
                // The subject holds the id.
            }
        }
        return write(TopicCatalogue.REVOCATIONS, Revocation.class, which, revocation, entry);
    }

    /// Requests a new signing key from every instance of token-stream. Tokens under the old keys stay valid.
    public KeyRotation rotateKeys() {
        var rotation = new KeyRotation(clock.instant());
        return write(TopicCatalogue.ROTATIONS, KeyRotation.class, ALL, rotation, entry(Action.rotation_requested));
    }

    /// Pauses or resumes one agent or all. An agent that was paused by its id stays paused when all are resumed.
    ///
    /// @param agent its id in the agents file; empty for all
    public AgentSwitch switchAgents(Optional<String> agent, SwitchState state) {
        String which = agent.orElse(ALL);
        var action = state == SwitchState.paused ? Action.paused : Action.resumed;
        var agentSwitch = new AgentSwitch(state, clock.instant());
        var entry = entry(action).setSubject(which);
        return write(TopicCatalogue.SWITCHES, AgentSwitch.class, which, agentSwitch, entry);
    }

    private <V extends SpecificRecord> V write(
            Topic topic, Class<V> type, String key, V value, AuditEntry.Builder entry) {
        try (var writer = new AuditedWriter<>(kafka, Principal.TOKEN_ADMIN, topic, type, serdes)) {
            writer.write(key, value, entry.build());
            return value;
        }
    }

    private AuditEntry.Builder entry(Action action) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.TOKEN_ADMIN.user())
                .setAction(action);
    }
}
