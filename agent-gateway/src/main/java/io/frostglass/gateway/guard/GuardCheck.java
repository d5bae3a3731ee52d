package io.frostglass.gateway.guard;

import java.util.Optional;

/// One thing to look for.
interface GuardCheck {

    /// A word of ours: in answers, metrics and the audit log.
    String name();

    /// Looks at a text.
    ///
    /// @return a word of ours for what it has found; empty if there is nothing
    Optional<String> find(GuardedText guardedText);
}
