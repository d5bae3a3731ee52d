package io.frostglass.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Something to be said about a key on the topic of keys, and in the audit log together with it.
///
/// @param kid the key's id
/// @param jwk its public half
/// @param notBefore since when it signs
/// @param notAfter until when a token under it can be valid, as far as is known now
/// @param keyChangeKind what happened
/// @param at when
record KeyChange(String kid, String jwk, Instant notBefore, Instant notAfter, KeyChangeKind keyChangeKind, Instant at) {

    /// What happened to a key.
    enum KeyChangeKind {
        /// It is new.
        PUBLISHED(Action.key_published, false),
        /// It goes on.
        RENEWED(Action.key_published, true),
        /// It has signed for long enough.
        SCHEDULED(Action.key_retired, true),
        /// New keys were asked for.
        REQUESTED(Action.key_retired, true),
        /// Its instance stops.
        STOPPED(Action.key_retired, true);

        private final Action action;
        private final boolean needsReason;

        KeyChangeKind(Action action, boolean needsReason) {
            this.action = action;
            this.needsReason = needsReason;
        }

        private @Nullable String reason() {
            return needsReason ? name().toLowerCase(Locale.ROOT) : null;
        }
    }

    /// For the topic of keys.
    AgentKey agentKey() {
        return AgentKey.newBuilder()
                .setJwk(jwk)
                .setNotBefore(notBefore)
                .setNotAfter(notAfter)
                .build();
    }

    /// For the audit log.
    AuditEntry auditEntry() {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.TOKEN_STREAM.user())
                .setAction(keyChangeKind.action)
                .setReason(keyChangeKind.reason())
                .setSubject(kid)
                .build();
    }
}
