package io.frostglass.escalation.rules;

import io.frostglass.alerts.Severity;
import java.util.List;
import java.util.Set;

/// Who is told of what agents raise (`agents` in the file).
///
/// @param receivers names of the receivers, at least one
/// @param minSeverity what is milder is told to nobody
/// @param sites one of these; empty: any
public record AgentRule(List<String> receivers, Severity minSeverity, Set<String> sites) {

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
