package io.frostglass.tokens;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A signing key in use, with the latest expiry of its tokens.
///
/// ```
/// published ──▶ shown ──▶ signs ──▶ retired ──▶ (its last token has expired) ──▶ gone
///                           └─────── killed ──▶ (its lease is over) ───────────▶ gone
/// ```
final class ActiveKey {

    private final SigningKey key;
    private final Instant since;
    private @Nullable Instant lastExpiry;
    private boolean retired;

    ActiveKey(SigningKey key, Instant since) {
        this.key = key;
        this.since = since;
    }

    SigningKey key() {
        return key;
    }

    String id() {
        return key.id();
    }

    Instant since() {
        return since;
    }

    /// Whether the key may sign a token with this expiry. If so, the token counts as signed: a concurrent call of
    /// [#retire] sees it.
    ///
    /// @param shownUntil until when verifiers see the key
    synchronized boolean admits(Instant expiry, Instant shownUntil) {
        if (retired || expiry.plus(TokenConfig.LEEWAY).isAfter(shownUntil)) {
            return false;
        }
        lastExpiry = lastExpiry == null || expiry.isAfter(lastExpiry) ? expiry : lastExpiry;
        return true;
    }

    /// Ends signing with this key. Returns until when a verifier accepts its tokens.
    synchronized Instant retire(Instant now) {
        retired = true;
        if (lastExpiry == null) {
            return now;
        }
        var end = lastExpiry.plus(TokenConfig.LEEWAY);
        return end.isAfter(now) ? end : now;
    }
}
