package io.frostglass.tokens;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key in use, which knows how long what it has signed can be valid.
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

    /// When it was made.
    Instant since() {
        return since;
    }

    /// Whether it may sign a token that is valid until then. If so, the key counts as having signed it from now on:
    /// whoever retires the key in this moment sees either the token or none.
    ///
    /// @param shownUntil until when verifiers see the key
    synchronized boolean admits(Instant expiry, Instant shownUntil) {
        if (retired || expiry.plus(TokenConfig.LEEWAY).isAfter(shownUntil)) {
            return false;
        }
        lastExpiry = lastExpiry == null || expiry.isAfter(lastExpiry) ? expiry : lastExpiry;
        return true;
    }

    /// From now on it admits nothing. Returns until when a verifier accepts what it has signed.
    synchronized Instant retire(Instant now) {
        retired = true;
        if (lastExpiry == null) {
            return now;
        }
        var end = lastExpiry.plus(TokenConfig.LEEWAY);
        return end.isAfter(now) ? end : now;
    }
}
