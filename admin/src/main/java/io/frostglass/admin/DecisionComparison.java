package io.frostglass.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.frostglass.audit.Action;
import io.frostglass.audit.AgentCall;
import io.frostglass.audit.AuditEntry;
import io.frostglass.runtime.audit.AuditGap;
import io.frostglass.runtime.audit.AuditLog;
import io.frostglass.runtime.audit.WrittenEntry;
import io.frostglass.runtime.synthetic.SyntheticSteps;
import io.frostglass.settings.Sha256;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import java.time.Duration;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Compares the decisions of agents with those of the rules, event by event. Takes the entries of the audit log in
/// any order.
///
/// | entry | meaning |
/// |---|---|
/// | `shown`, of the gateway | an agent got an event |
/// | `used` with a `call`, of the gateway | an agent decided |
/// | `escalated` with the event's own alert | the rules raised an alert |
/// | `not_escalated`, not about an agent's decision | the rules did not raise an alert |
/// | `not_escalated`, `dismissed_in_time` | the rules raised an alert, and an agent dismissed it while it waited |
///
/// Entries of other writers, and those about synthetic events, do not count.
final class DecisionComparison {

    /// The entries of the rules may be this much older than those of the agents.
    private static final Duration RULES_BEFORE = Duration.ofMinutes(15);

    private static final String ALL = "all";

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

    record AgentAtSite(String site, String agent) {}

    private record ShownEvent(AgentAtSite place, String event) {}

    private record ComparedDecision(AgentAtSite place, AgentCall call) {}

    /// @param since agents' entries before this time do not count; those of the rules do
    /// @param wanted selects agents at sites
    DecisionComparison(Instant since, Predicate<AgentAtSite> wanted) {
        this.since = since;
        this.wanted = wanted;
    }

    /// Compares the decisions in the audit log.
    ///
    /// @param kafka client settings of `audit-log`
    /// @param gaps takes the gaps of the audit log: the comparison may lack what is missing there
    static DecisionComparison read(
            Map<String, Object> kafka,
            SerdeFactory serdes,
            Instant since,
            Predicate<AgentAtSite> wanted,
            Consumer<AuditGap> gaps) {
        var comparison = new DecisionComparison(since, wanted);
        AuditLog.read(kafka, serdes, since.minus(RULES_BEFORE), comparison::take)
                .forEach(gaps);
        return comparison;
    }

    /// Takes an entry; most entries do not count.
    void take(WrittenEntry written) {
        AuditEntry entry = written.entry();
        String event = entry.getEventId();
        if (event == null || SyntheticSteps.isCheck(entry)) {
            return;
        }
        if (written.writer() == Principal.ESCALATION_SINK) {
            ruled(entry, event);
        } else if (written.writer() == Principal.AGENT_GATEWAY && entry.getAction() == Action.shown) {
            place(written).ifPresent(place -> shown.add(new ShownEvent(place, event)));
        } else if (written.writer() == Principal.AGENT_GATEWAY && entry.getAction() == Action.used) {
            decided.add(event);
            place(written).ifPresent(place -> decisions.putIfAbsent(event, new ComparedDecision(place, call(entry))));
        }
    }

    /// The agent and site of an entry, if it counts. Old entries have no `call` and name no agent.
    private Optional<AgentAtSite> place(WrittenEntry written) {
        AuditEntry entry = written.entry();
        if (entry.getCall() == null || written.writtenAt().isBefore(since)) {
            return Optional.empty();
        }
        String site = entry.getSiteId() == null ? "" : entry.getSiteId();
        return Optional.of(new AgentAtSite(site, entry.getCall().getAgent())).filter(wanted);
    }

    private static AgentCall call(AuditEntry entry) {
        return Objects.requireNonNull(entry.getCall());
    }

    private void ruled(AuditEntry entry, String event) {
        if (entry.getAction() != Action.escalated && entry.getAction() != Action.not_escalated) {
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

    /// The id of the rules' alert, which follows from the event's id; an agent's alert has another.
    private static String alertId(String event) {
        return "alr-" + Sha256.hex(event).substring(0, 32);
    }

    /// The report: `since`, a row for each agent at each site, by site and agent, and the `total` of all rows.
    ObjectNode json() {
        var sums = new TreeMap<AgentAtSite, Sum>(
                Comparator.comparing(AgentAtSite::site).thenComparing(AgentAtSite::agent));
        fill(place -> sums.computeIfAbsent(place, _ -> new Sum()));
        var total = new Sum();
        fill(_ -> total);
        ObjectNode report = JsonNodeFactory.instance.objectNode().put("since", since.toString());
        var rows = report.putArray("rows");
        sums.forEach((place, sum) -> rows.add(sum.row(place.site(), place.agent())));
        report.set("total", total.row(ALL, ALL));
        return report;
    }

    private void fill(Function<AgentAtSite, Sum> sums) {
        shown.forEach(it -> sums.apply(it.place()).show(decided.contains(it.event())));
        decisions.forEach((event, it) -> sums.apply(it.place()).decide(it.call(), rules.get(event)));
    }

    private static final class Sum {
        /// From event to decision, in ms.
        private final List<Long> latencies = new ArrayList<>();

        /// Events that the agent got, and those of them without a decision of any agent.
        private long shown;

        private long undecided;

        /// Decisions of the agent; those that raise an alert, and those that count and were not only recorded.
        private long decided;

        private long raised;
        private long acted;

        /// Decisions by who raised an alert: agent and rules, one of them, or none.
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

        /// A row of the report; a value that is not known is null.
        ObjectNode row(String site, String agent) {
            latencies.sort(Comparator.naturalOrder());
            long known = bothRaise + agentAlone + rulesAlone + bothPass;
            return JsonNodeFactory.instance
                    .objectNode()
                    .put("site", site)
                    .put("agent", agent)
                    .put("shown", shown)
                    .put("undecided", undecided)
                    .put("decided", decided)
                    .put("raised", raised)
                    .put("dismissed", decided - raised)
                    .put("acted", acted)
                    .put("shadowed", decided - acted)
                    .put("both_raise", bothRaise)
                    .put("agent_alone", agentAlone)
                    .put("rules_alone", rulesAlone)
                    .put("both_pass", bothPass)
                    .put("unknown", decided - known)
                    .put(
                            "agreement_percent",
                            known == 0 ? null : Math.round((bothRaise + bothPass) * 1000.0 / known) / 10.0)
                    .put("median_ms", quantile(0.5))
                    .put("p95_ms", quantile(0.95));
        }

        /// By nearest rank.
        private @Nullable Long quantile(double part) {
            return latencies.isEmpty() ? null : latencies.get((int) Math.ceil(part * latencies.size()) - 1);
        }
    }
}
