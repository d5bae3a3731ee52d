package io.frostglass.admin.tokens;

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
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// Takes tokens back, asks for new keys, and pauses agents, for the people who may: works on the topics as the
/// principal `token-admin`. What it writes and its audit entry are one transaction.
public final class TokenAdministration {

    private static final String ALL = "all";

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// It holds no connection between calls.
    ///
    /// @param kafka how `token-admin` connects
    public TokenAdministration(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// Revokes the token of an id, or those of an event, a camera or a site that were issued until now.
    ///
    /// @param kind all but `all`
    /// @param id the jti, event, camera or site
    public Revocation revoke(RevocationKind kind, String id) {
        return revoke(kind, Optional.of(id), clock.instant());
    }

    /// Revokes all tokens that were issued before a time. With now it stops every agent at once; what is issued
    /// later is not meant.
    ///
    /// @throws IllegalArgumentException if it is so late that the list would forget it before the tokens expire
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
                // The subject says it.
            }
        }
        try (var writer = new AuditedWriter<>(
                kafka, Principal.TOKEN_ADMIN, TopicCatalogue.REVOCATIONS, Revocation.class, serdes)) {
            writer.write(which, revocation, entry.build());
        }
        return revocation;
    }

    /// Asks every instance of token-stream for a new signing key. Tokens that the old ones signed stay valid.
    public void rotateKeys() {
        try (var writer = new AuditedWriter<>(
                kafka, Principal.TOKEN_ADMIN, TopicCatalogue.ROTATIONS, KeyRotation.class, serdes)) {
            writer.write(
                    ALL,
                    new KeyRotation(clock.instant()),
                    entry(Action.rotation_requested).build());
        }
    }

    /// Pauses an agent, or all of them, or lets them go on. Who is paused alone stays so when all may go on.
    ///
    /// @param agent its name in the agents file; empty for all
    public void switchAgents(Optional<String> agent, SwitchState state) {
        String which = agent.orElse(ALL);
        var action = state == SwitchState.paused ? Action.paused : Action.resumed;
        try (var writer =
                new AuditedWriter<>(kafka, Principal.TOKEN_ADMIN, TopicCatalogue.SWITCHES, AgentSwitch.class, serdes)) {
            writer.write(
                    which,
                    new AgentSwitch(state, clock.instant()),
                    entry(action).setSubject(which).build());
        }
    }

    private AuditEntry.Builder entry(Action action) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.TOKEN_ADMIN.user())
                .setAction(action);
    }
}
