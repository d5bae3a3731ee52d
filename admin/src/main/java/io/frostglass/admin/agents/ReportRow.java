package io.frostglass.admin.agents;

import org.jspecify.annotations.Nullable;

/// The decisions of an agent at a site.
///
/// @param site the site; [#ALL] for the sum of all rows
/// @param agent the agent; [#ALL] for the sum of all rows
/// @param shown events that the agent got
/// @param undecided of those, the events without a decision of any agent
/// @param decided events with a decision of this agent
/// @param acted decisions that count
/// @param shadowed decisions that were only recorded
/// @param bothRaise the agent and the rules raised an alert
/// @param agentAlone the agent raised an alert, the rules did not
/// @param rulesAlone the agent dismissed the event, the rules raised an alert
/// @param bothPass the agent dismissed the event, and the rules raised no alert
/// @param unknown decisions of the rules that are not in the audit log
/// @param agreementPercent share of equal decisions among those that are known; null if none is
/// @param medianMs median time from event to decision; null if unknown
/// @param p95Ms 95th percentile of that time; null if unknown
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
