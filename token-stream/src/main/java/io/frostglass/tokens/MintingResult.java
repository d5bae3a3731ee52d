package io.frostglass.tokens;

import io.frostglass.agent.AuthorizedMotion;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.sanitized.SanitizedMotion;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.Locale;

/// What came of an event at the mint.
sealed interface MintingResult {

    /// It got a token.
    ///
    /// @param tokenId the token's `jti`
    record TokenMinted(AuthorizedMotion event, String tokenId, Instant at) implements MintingResult {}

    /// It got none.
    record Withheld(SanitizedMotion event, WithholdReason withholdReason, Instant at) implements MintingResult {}

    /// Why an event gets no token.
    enum WithholdReason {
        /// It repeats an earlier one.
        DUPLICATE,
        /// Nobody could act on it in time.
        TOO_OLD;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// The entry that is written in one transaction with the token.
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
            case Withheld(SanitizedMotion event, WithholdReason withholdReason, Instant at) ->
                entry.setAt(at)
                        .setAction(Action.withheld)
                        .setReason(withholdReason.code())
                        .setEventId(event.getEventId())
                        .setSiteId(event.getSiteId())
                        .setCameraId(event.getCameraId())
                        .build();
        };
    }
}
