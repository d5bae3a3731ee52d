package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;

/// The result of minting for one event.
sealed interface MintingResult {

    /// The event got a token.
    ///
    /// @param tokenId the token's `jti`
    record TokenMinted(AuthorizedMotion event, String tokenId, Instant at) implements MintingResult {}

    record Withheld(SanitizedMotion event, WithholdReason reason, Instant at) implements MintingResult {}

    enum WithholdReason {
        /// It repeats an earlier event.
        DUPLICATE,
        /// No agent could decide about it in time.
        TOO_OLD;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Returns the audit entry, which is written in one transaction with the token.
    default AuditEntry auditEntry() {
        var entry = AuditEntry.newBuilder().setApplication(Principal.TOKEN_STREAM.user());
        return switch (this) {
            case TokenMinted(AuthorizedMotion event, String tokenId, Instant at) ->
                entry.setAt(at)
                        .setAction(Action.minted)
                        .setEventId(event.getEventId())
                        .setSiteId(event.getSiteId())
                        .setCameraId(event.getCameraId())
                        .setSubject(tokenId)
                        .build();
            case Withheld(SanitizedMotion event, WithholdReason reason, Instant at) ->
                entry.setAt(at)
                        .setAction(Action.withheld)
                        .setReason(reason.code())
                        .setEventId(event.getEventId())
                        .setSiteId(event.getSiteId())
                        .setCameraId(event.getCameraId())
                        .build();
        };
    }
}
