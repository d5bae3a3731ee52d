package io.frostglass.admin.agents;

import org.jspecify.annotations.Nullable;

/// What an agent has decided at a site.
///
/// @param site the site; [#ALL] for the sum of all rows
/// @param agent the agent; [#ALL] for the sum of all rows
/// @param shown events that it was shown
/// @param undecided of those, the ones about which nobody has decided so far
/// @param decided events about which it has decided
/// @param acted decisions that count
/// @param shadowed decisions that were only recorded
/// @param bothRaise it raised, and so did the rules
/// @param agentAlone it raised, and the rules did not
/// @param rulesAlone it dismissed, and the rules raised, or would have had they not waited for it
/// @param bothPass it dismissed, and the rules did not raise
/// @param unknown what the rules decided is not in the audit log
/// @param agreementPercent of those that are known, the ones where both decided alike; null where none is known
/// @param medianMs half of its decisions came within so many ms of the event; null where that is not known
/// @param p95Ms 95 % of them did
public record ReportRow(
        String site,
        String agent,
        long shown,
        long undecided,
        long decided,
        long raised,
        long dismissed,
        long acted,
        long shadowed,
        long bothRaise,
        long agentAlone,
        long rulesAlone,
        long bothPass,
        long unknown,
        @Nullable Double agreementPercent,
        @Nullable Long medianMs,
        @Nullable Long p95Ms) {

    /// Stands for all sites, or all agents.
    public static final String ALL = "all";
}
