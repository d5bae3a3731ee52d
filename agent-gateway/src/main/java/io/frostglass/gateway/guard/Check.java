package io.frostglass.gateway.guard;

/// One thing to look for.
interface Check {

    /// A word of ours: in answers, metrics and the audit log.
    String name();

    /// Looks at a text. An exception counts as a block.
    CheckResult check(Text text);
}
