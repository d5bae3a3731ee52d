package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Who is told of what agents raise, and for how long the rules wait for what they decide (`agents` in the file).
///
/// @param receivers names of the receivers, at least one
/// @param minSeverity what is milder is told to nobody
/// @param sites one of these; empty: any
/// @param deadline how long an alert by the rules waits, 0 s to 5 min, from the event's coming; 0: it does not
public record AgentRule(List<String> receivers, Severity minSeverity, Set<String> sites, Duration deadline) {

    public AgentRule {
        receivers = List.copyOf(receivers);
        sites = Set.copyOf(sites);
    }

    public boolean covers(String site) {
        return sites.isEmpty() || sites.contains(site);
    }

    /// Whether something of this severity is severe enough.
    public boolean isMet(Severity severity) {
        return severity.compareTo(minSeverity) >= 0;
    }
}
