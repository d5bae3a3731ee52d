package io.frostglass.runtime.synthetic;

import java.util.Locale;

/// A step on the way of the daily synthetic event, in the order of the flow. docs/synthetic-event.md says what each
/// proves.
public enum SyntheticStep {
    /// ingest has verified its signature and written it.
    ACCEPTED,
    /// It left the restricted zone with a veiled thumbnail, without metadata.
    VEILED,
    /// By the rules and routes, somebody would be notified of an event like it.
    ROUTED,
    /// Its token was accepted once, and refused the second time.
    TOKEN_USED,
    /// Its revoked token was refused.
    TOKEN_REVOKED;

    /// Its name in metrics and the audit log, such as `token_used`.
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
