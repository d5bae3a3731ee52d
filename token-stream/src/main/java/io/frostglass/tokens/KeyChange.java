package io.frostglass.tokens;

import io.frostglass.agent.AgentKey;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A change of a key, for the topic of keys and the audit log.
///
/// @param kid the key's id
/// @param jwk the public key
/// @param notBefore when it was made
/// @param notAfter until when a token under it can be valid, as known now
/// @param at time of the change
record KeyChange(String kid, String jwk, Instant notBefore, Instant notAfter, KeyChangeKind kind, Instant at) {

    enum KeyChangeKind {
        /// The key is new.
        PUBLISHED(Action.key_published, false),
        /// Its lease is extended.
        RENEWED(Action.key_published, true),
        /// Its rotation time is over.
        SCHEDULED(Action.key_retired, true),
        /// An operator requested new keys.
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

    AgentKey agentKey() {
        return AgentKey.newBuilder()
                .setJwk(jwk)
                .setNotBefore(notBefore)
                .setNotAfter(notAfter)
                .build();
    }

    AuditEntry auditEntry() {
        return AuditEntry.newBuilder()
                .setAt(at)
                .setApplication(Principal.TOKEN_STREAM.user())
                .setAction(kind.action)
                .setReason(kind.reason())
                .setSubject(kid)
                .build();
    }
}
