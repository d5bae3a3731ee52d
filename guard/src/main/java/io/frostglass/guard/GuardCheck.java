package io.frostglass.guard;

import java.util.Optional;

/// Looks for one kind of content.
interface GuardCheck {

    /// A fixed word for the audit log.
    String name();

    /// @return a fixed word for the finding; empty if there is none
    Optional<String> find(GuardedText guardedText);
}
