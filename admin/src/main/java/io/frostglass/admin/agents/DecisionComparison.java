package io.frostglass.admin.agents;

import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Compares the decisions of agents with those of the rules, event by event. Takes the entries of the audit log in
/// any order.
///
/// | entry | meaning |
/// |---|---|
/// | `shown` | an agent got an event |
/// | `used` with a `call` | an agent decided |
/// | `escalated` with the event's own alert | the rules raised an alert |
/// | `not_escalated`, not about an agent's decision | the rules did not raise an alert |
/// | `not_escalated`, `dismissed_in_time` | the rules raised an alert, and an agent dismissed it while it waited |
public final class DecisionComparison {

    private static final String DISMISSED_IN_TIME = "dismissed_in_time";
    private static final String RAISED = "raised";
    private static final String ACTED = "acted";

    /// Prefix of the subject of an entry about an agent's decision.
    private static final String AGENT = "agent/";

    private final Instant since;
    private final Predicate<AgentAtSite> wanted;
    private final Set<ShownEvent> shown = new LinkedHashSet<>();
    private final Map<String, ComparedDecision> decisions = new HashMap<>();
    private final Set<String> decided = new HashSet<>();

    /// Whether the rules raised an alert, by event.
    private final Map<String, Boolean> rules = new HashMap<>();

    /// An agent at a site.
    public record AgentAtSite(String site, String agent) {}

    private record ShownEvent(AgentAtSite place, String event) {}

    private record ComparedDecision(AgentAtSite place, AgentCall call) {}

    /// @param since agents' entries before this time do not count; those of the rules do
    /// @param wanted selects agents at sites
    public DecisionComparison(Instant since, Predicate<AgentAtSite> wanted) {
        this.since = since;
        this.wanted = wanted;
    }

    /// Takes an entry; most entries do not count.
    public void take(AuditEntry entry) {
        String event = entry.getEventId();
        if (event == null) {
            return;
        }
        switch (entry.getAction()) {
            case shown -> place(entry).ifPresent(place -> shown.add(new ShownEvent(place, event)));
            case used -> {
                decided.add(event);
                place(entry).ifPresent(place -> decisions.putIfAbsent(event, new ComparedDecision(place, call(entry))));
            }
            case escalated, not_escalated -> ruled(entry, event);
            default -> {
                // Not about a decision.
            }
        }
    }

    /// Returns the agent and site of an entry, if it counts. Old entries have no `call` and name no agent.
    private Optional<AgentAtSite> place(AuditEntry entry) {
        if (entry.getCall() == null || entry.getAt().isBefore(since)) {
            return Optional.empty();
        }
        String site = entry.getSiteId() == null ? "" : entry.getSiteId();
        return Optional.of(new AgentAtSite(site, entry.getCall().getAgent())).filter(wanted);
    }

    private static AgentCall call(AuditEntry entry) {
        return Objects.requireNonNull(entry.getCall());
    }

    private void ruled(AuditEntry entry, String event) {
        if (!entry.getApplication().equals(Principal.ESCALATION_SINK.user())) {
            return;
        }
        String subject = entry.getSubject() == null ? "" : entry.getSubject();
        if (entry.getAction() == Action.escalated) {
            if (subject.equals(alertId(event))) {
                rules.put(event, true);
            }
        } else if (DISMISSED_IN_TIME.equals(entry.getReason())) {
            rules.put(event, true);
        } else if (!subject.startsWith(AGENT)) {
            rules.putIfAbsent(event, false);
        }
    }

    /// Returns the id of the rules' alert, which follows from the event's id; an agent's alert has another.
    private static String alertId(String event) {
        return "alr-" + Sha256.hex(event).substring(0, 32);
    }

    /// Returns a row for each agent at each site, by site and agent.
    public List<ReportRow> rows() {
        var sums = new TreeMap<AgentAtSite, Sum>(
                Comparator.comparing(AgentAtSite::site).thenComparing(AgentAtSite::agent));
        fill(place -> sums.computeIfAbsent(place, _ -> new Sum()));
        var rows = new ArrayList<ReportRow>();
        sums.forEach((place, sum) -> rows.add(sum.row(place.site(), place.agent())));
        return List.copyOf(rows);
    }

    /// Returns all rows together.
    public ReportRow total() {
        var sum = new Sum();
        fill(_ -> sum);
        return sum.row(ReportRow.ALL, ReportRow.ALL);
    }

    private void fill(Function<AgentAtSite, Sum> sums) {
        shown.forEach(it -> sums.apply(it.place()).show(decided.contains(it.event())));
        decisions.forEach((event, it) -> sums.apply(it.place()).decide(it.call(), rules.get(event)));
    }

    private static final class Sum {
        private final List<Long> latencies = new ArrayList<>();
        private long shown;
        private long undecided;
        private long decided;
        private long raised;
        private long acted;
        private long bothRaise;
        private long agentAlone;
        private long rulesAlone;
        private long bothPass;

        void show(boolean isDecided) {
            shown++;
            undecided += isDecided ? 0 : 1;
        }

        void decide(AgentCall call, @Nullable Boolean rulesRaise) {
            boolean raises = RAISED.equals(call.getOutcome());
            decided++;
            raised += raises ? 1 : 0;
            acted += ACTED.equals(call.getEffect()) ? 1 : 0;
            if (call.getLatencyMs() != null) {
                latencies.add(call.getLatencyMs());
            }
            if (rulesRaise != null) {
                compare(raises, rulesRaise);
            }
        }

        private void compare(boolean agent, boolean rules) {
            bothRaise += agent && rules ? 1 : 0;
            agentAlone += agent && !rules ? 1 : 0;
            rulesAlone += !agent && rules ? 1 : 0;
            bothPass += !agent && !rules ? 1 : 0;
        }

        ReportRow row(String site, String agent) {
            latencies.sort(Comparator.naturalOrder());
            long known = bothRaise + agentAlone + rulesAlone + bothPass;
            return new ReportRow(
                    site,
                    agent,
                    shown,
                    undecided,
                    decided,
                    raised,
                    decided - raised,
                    acted,
                    decided - acted,
                    bothRaise,
                    agentAlone,
                    rulesAlone,
                    bothPass,
                    decided - known,
                    known == 0 ? null : Math.round((bothRaise + bothPass) * 1000.0 / known) / 10.0,
                    quantile(0.5),
                    quantile(0.95));
        }

        /// By nearest rank.
        private @Nullable Long quantile(double part) {
            return latencies.isEmpty() ? null : latencies.get((int) Math.ceil(part * latencies.size()) - 1);
        }
    }
}
