package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.limits.DecisionQuota.Limit;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Limits what an agent may read and decide, the same over HTTP, MCP and push.
///
/// ```
/// reading:  paused? → events of this minute;  just before they are shown: paused? → hours → taken from the minute's
/// deciding: paused? → breaker → decisions of the day → alerts of the hour → of the hour and site, and a place taken
/// ```
/// Requests that come at the same time share what is left.
public final class AgentPolicy implements RecordHandler<AgentDecision> {

    /// How far back the gateway reads decisions: quotas are for one day of UTC.
    public static final Duration SINCE = Duration.ofHours(24);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int WARNING_PERCENT = 80;

    /// An agent is present for twice as long as it may wait for events.
    private static final Duration PRESENT = Duration.ofSeconds(60);

    private final PauseSwitches pauseSwitches;
    private final Function<String, AgentLimits> limits;
    private final OperatorNotices operatorNotices;
    private final InstantSource clock;
    private final DecisionQuota decisionQuota = new DecisionQuota();
    private final AnomalyDetector breaker = new AnomalyDetector();
    private final ReadBudget reads = new ReadBudget();

    /// By name: when each agent last asked this instance for events, or acknowledged one.
    private final Map<String, LastSeen> present = new ConcurrentHashMap<>();

    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

    private record LastSeen(Agent agent, Instant at) {}

    /// @param limits of an agent, by its name
    public AgentPolicy(
            PauseSwitches pauseSwitches,
            Function<String, AgentLimits> limits,
            OperatorNotices operatorNotices,
            InstantSource clock) {
        this.pauseSwitches = pauseSwitches;
        this.limits = limits;
        this.operatorNotices = operatorNotices;
        this.clock = clock;
    }

    /// Why the agent may not be shown events now; empty if it may.
    public Optional<Refusal> reading(Agent agent) {
        if (pauseSwitches.isPaused(agent.id())) {
            return Optional.of(Refusal.of(ProblemType.PAUSED));
        }
        return readsLeft(agent) == 0 ? Optional.of(nextMinute(clock.instant())) : Optional.empty();
    }

    /// How many events the agent may still be shown in this minute.
    public int readsLeft(Agent agent) {
        return reads.left(agent.id(), agent.limits().eventsPerMinute(), clock.instant());
    }

    /// How long the agent may wait for events: until its hours are over, and no longer.
    public Duration patience(Agent agent, Duration asked) {
        return agent.activeHours().within(clock.instant(), asked);
    }

    private static Refusal nextMinute(Instant now) {
        return Refusal.tooMuch(Limit.EVENTS_PER_MINUTE.code(), Duration.ofSeconds(ReadBudget.secondsLeft(now)));
    }

    /// Checked again just before events are shown: meanwhile the agent may have been paused, its hours may be over, or
    /// another request of it may have used up the minute.
    ///
    /// @return why the gateway may not show them; empty if it may, and then it counts them
    public Optional<Refusal> shows(Agent agent, int events) {
        if (!isOpenTo(agent)) {
            return Optional.of(Refusal.of(ProblemType.PAUSED));
        }
        var now = clock.instant();
        return reads.take(agent.id(), events, agent.limits().eventsPerMinute(), now)
                ? Optional.empty()
                : Optional.of(nextMinute(now));
    }

    /// Whether the gateway may show events to the agent now: it is within its hours and not paused.
    public boolean isOpenTo(Agent agent) {
        return !pauseSwitches.isPaused(agent.id()) && agent.activeHours().contain(clock.instant());
    }

    /// Notes that the agent is present: it asked for events, or acknowledged one.
    public void attends(Agent agent) {
        present.put(agent.id(), new LastSeen(agent, clock.instant()));
    }

    /// The agents that were present within the last minute and may decide: within their hours, neither paused, nor
    /// stopped by a breaker, nor at the end of their day's quota.
    public List<Agent> atWork() {
        var now = clock.instant();
        present.values().removeIf(lastSeen -> lastSeen.at().plus(PRESENT).isBefore(now));
        return present.values().stream()
                .map(LastSeen::agent)
                .filter(this::isOpenTo)
                .filter(agent -> breaker.find(agent.id(), now).isEmpty())
                .filter(agent -> decisionQuota.decisions(agent.id(), now)
                        < agent.limits().decisionsPerDay())
                .toList();
    }

    public boolean isPaused(Agent agent) {
        return pauseSwitches.isPaused(agent.id());
    }

    /// Why the agent may not decide; empty if it may. Then the decision counts from now on, and [#releases] takes that
    /// back.
    public Optional<Refusal> deciding(Agent agent, String eventId, String siteId, AgentOutcome outcome) {
        if (pauseSwitches.isPaused(agent.id())) {
            return Optional.of(Refusal.of(ProblemType.PAUSED));
        }
        var now = clock.instant();
        var quotaRequest = new DecisionQuota.QuotaRequest(agent.id(), eventId, siteId, outcome == AgentOutcome.raised);
        return breaker.find(agent.id(), now)
                .map(open -> Refusal.tooMuch(open.reason(), Duration.between(now, open.until())))
                .or(() -> overQuota(agent, quotaRequest, now));
    }

    private Optional<Refusal> overQuota(Agent agent, DecisionQuota.QuotaRequest quotaRequest, Instant now) {
        Optional<Limit> reached = decisionQuota.reserve(quotaRequest, agent.limits(), now);
        if (reached.isEmpty()) {
            warnOnce(
                    agent.id(),
                    decisionQuota.spent(agent.id(), now),
                    agent.limits().decisionsPerDay(),
                    now);
        }
        return reached.map(limit ->
                Refusal.tooMuch(limit.code(), limit == Limit.DECISIONS_PER_DAY ? untilMidnight(now) : A_MINUTE));
    }

    /// Takes back an admitted decision of which nothing was written, or which the topic counts. If neither is known,
    /// the decision counts for a minute, or until it is read back from the topic.
    public void releases(Agent agent, String eventId) {
        decisionQuota.release(agent.id(), eventId);
    }

    private void warnOnce(String agentId, int spent, int budget, Instant now) {
        LocalDate today = DecisionQuota.day(now);
        boolean nearly = spent * 100L >= (long) budget * WARNING_PERCENT;
        if (nearly && !today.equals(warned.put(agentId, today))) {
            operatorNotices.budgetNearlySpent(agentId, spent, budget);
        }
    }

    private static Duration untilMidnight(Instant now) {
        var midnight =
                DecisionQuota.day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Duration.between(now, midnight);
    }

    /// Counts an attempt to decide.
    ///
    /// @param refused whether the gateway refused it for its content, and not because it came at a bad time
    public void attempted(Agent agent, boolean refused) {
        breaker.attempted(agent.id(), refused, clock.instant(), agent.limits().breaker())
                .ifPresent(open -> operatorNotices.breakerOpened(agent.id(), open.reason()));
    }

    /// Counts an attempt to get at raw media. An honest agent makes none, so a few are enough.
    public void soughtRawMedia(Agent agent) {
        attempted(agent, true);
        breaker.soughtRawMedia(agent.id(), clock.instant(), agent.limits().breaker())
                .ifPresent(open -> operatorNotices.breakerOpened(agent.id(), open.reason()));
    }

    @Override
    public void take(FollowedRecord<AgentDecision> followed) {
        if (!(followed.recordContent()
                instanceof RecordContent.RecordValue<? extends AgentDecision>(AgentDecision decision))) {
            return;
        }
        Instant at = followed.writtenAt();
        if (!decisionQuota.take(followed.partition(), decision, at)) {
            return;
        }
        String agent = decision.getAgent();
        String text = saidIn(decision);
        boolean raised = decision.getOutcome() == AgentOutcome.raised;
        breaker.decided(agent, raised, text, at, limits.apply(agent).breaker())
                .filter(open -> open.until().isAfter(clock.instant()))
                .ifPresent(open -> operatorNotices.breakerOpened(agent, open.reason()));
    }

    /// Words in place of the agent's own say nothing about the agent.
    private static String saidIn(AgentDecision decision) {
        if (decision.getTextReplacedBy() != null) {
            return "";
        }
        String said = decision.getTemplate() == null ? decision.getSummary() : decision.getTemplate();
        return said == null ? "" : said;
    }
}
