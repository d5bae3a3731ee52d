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

/// Lays what agents decided beside what the rules decided, event by event. Takes the entries of the audit log in any
/// order.
///
/// | entry | says |
/// |---|---|
/// | `shown` | an agent was shown an event |
/// | `used` with a `call` | an agent decided |
/// | `escalated` with the event's own alert | the rules raised |
/// | `not_escalated`, not about an agent's decision | they did not |
/// | `not_escalated`, `dismissed_in_time` | they would have, and an agent dismissed it while they waited |
public final class DecisionComparison {

    private static final String DISMISSED_IN_TIME = "dismissed_in_time";
    private static final String RAISED = "raised";
    private static final String ACTED = "acted";

    /// What the subject of an entry about an agent's decision begins with.
    private static final String AGENT = "agent/";

    private final Instant since;
    private final Predicate<AgentAtSite> wanted;
    private final Set<ShownEvent> shown = new LinkedHashSet<>();
    private final Map<String, ComparedDecision> decisions = new HashMap<>();
    private final Set<String> decided = new HashSet<>();

    /// Whether the rules raised, or would have, by event.
    private final Map<String, Boolean> rules = new HashMap<>();

    /// An agent at a site.
    public record AgentAtSite(String site, String agent) {}

    private record ShownEvent(AgentAtSite agentAtSite, String event) {}

    private record ComparedDecision(AgentAtSite agentAtSite, AgentCall call) {}

    /// @param since decisions and events shown before are left out; what the rules said before is not
    /// @param wanted which agents at which sites
    public DecisionComparison(Instant since, Predicate<AgentAtSite> wanted) {
        this.since = since;
        this.wanted = wanted;
    }

    /// Takes an entry; most are of no interest here.
    public void take(AuditEntry entry) {
        String event = entry.getEventId();
        if (event == null) {
            return;
        }
        switch (entry.getAction()) {
            case shown -> place(entry).ifPresent(agentAtSite -> shown.add(new ShownEvent(agentAtSite, event)));
            case used -> {
                decided.add(event);
                place(entry)
                        .ifPresent(agentAtSite ->
                                decisions.putIfAbsent(event, new ComparedDecision(agentAtSite, call(entry))));
            }
            case escalated, not_escalated -> ruled(entry, event);
            default -> {
                // Somebody else's.
            }
        }
    }

    /// Where it was, if it counts here. Entries of before there was a `call` do not say who decided what.
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

    /// The id of the alert by the rules, which follows from the event's; an agent's alert has another.
    private static String alertId(String event) {
        return "alr-" + Sha256.hex(event).substring(0, 32);
    }

    /// A row for each agent at each site, by site and agent.
    public List<ReportRow> rows() {
        var sums = new TreeMap<AgentAtSite, Sum>(
                Comparator.comparing(AgentAtSite::site).thenComparing(AgentAtSite::agent));
        fill(agentAtSite -> sums.computeIfAbsent(agentAtSite, _ -> new Sum()));
        var rows = new ArrayList<ReportRow>();
        sums.forEach((agentAtSite, sum) -> rows.add(sum.row(agentAtSite.site(), agentAtSite.agent())));
        return List.copyOf(rows);
    }

    /// All rows together.
    public ReportRow total() {
        var sum = new Sum();
        fill(_ -> sum);
        return sum.row(ReportRow.ALL, ReportRow.ALL);
    }

    private void fill(Function<AgentAtSite, Sum> sums) {
        shown.forEach(it -> sums.apply(it.agentAtSite()).show(decided.contains(it.event())));
        decisions.forEach((event, it) -> sums.apply(it.agentAtSite()).decide(it.call(), rules.get(event)));
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

        /// The smallest that so large a part of them does not exceed.
        private @Nullable Long quantile(double part) {
            return latencies.isEmpty() ? null : latencies.get((int) Math.ceil(part * latencies.size()) - 1);
        }
    }
}
