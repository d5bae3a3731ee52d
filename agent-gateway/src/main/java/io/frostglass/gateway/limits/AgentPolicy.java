package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentLimits;
import io.frostglass.gateway.limits.Admission.OverLimit;
import io.frostglass.gateway.limits.Admission.PausedByOperator;
import io.frostglass.gateway.limits.Admission.Permitted;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.runtime.follow.RecordHandler;
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

/// Asked before an agent is shown something, and before its decision is taken; the same for all ways in.
///
/// ```
/// reading:  paused? → events of this minute;  just before they are shown: paused? → hours → taken from the minute's
/// deciding: paused? → breaker → decisions of the day → alerts of the hour → of the hour and site, and a place taken
/// ```
/// Requests that come at once share what is left: none of them is let through on what another takes.
public final class AgentPolicy implements RecordHandler<AgentDecision> {

    /// How far back decisions are read: a day of UTC has no more.
    public static final Duration SINCE = Duration.ofHours(24);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int WARNING_PERCENT = 80;

    private final PauseSwitches pauseSwitches;
    private final Function<String, AgentLimits> limits;
    private final OperatorNotices operatorNotices;
    private final InstantSource clock;
    private final DecisionQuota decisionQuota = new DecisionQuota();
    private final AnomalyDetector breaker = new AnomalyDetector();
    private final ReadBudget reads = new ReadBudget();
    private final AgentPresence agentPresence = new AgentPresence();
    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

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

    /// Whether it may be shown events, and how many at most, as it looks now.
    public Admission reading(Agent agent) {
        if (pauseSwitches.isPaused(agent.id())) {
            return new PausedByOperator();
        }
        var now = clock.instant();
        int left = reads.left(agent.id(), agent.limits().eventsPerMinute(), now);
        if (left == 0) {
            return nextMinute(now);
        }
        return new Permitted(left);
    }

    /// How long it may be let wait for events: until its hours are over, and no longer.
    public Duration patience(Agent agent, Duration asked) {
        return agent.activeHours().within(clock.instant(), asked);
    }

    private static OverLimit nextMinute(Instant now) {
        return new OverLimit(Limit.EVENTS_PER_MINUTE.code(), Duration.ofSeconds(ReadBudget.secondsLeft(now)));
    }

    /// It is about to be shown events. Asked once more: it may have been paused while it waited for them, its hours
    /// may be over, or another request of it may have been shown what was left.
    public Admission shows(Agent agent, int events) {
        if (!isOpenTo(agent)) {
            return new PausedByOperator();
        }
        var now = clock.instant();
        return reads.take(agent.id(), events, agent.limits().eventsPerMinute(), now)
                ? new Permitted(events)
                : nextMinute(now);
    }

    /// Whether it may be shown something at this moment: it is not paused, and these are its hours.
    public boolean isOpenTo(Agent agent) {
        return !pauseSwitches.isPaused(agent.id()) && agent.activeHours().contain(clock.instant());
    }

    /// It is there: it has asked for events, or has taken one that it was sent.
    public void attends(Agent agent) {
        agentPresence.attends(agent, clock.instant());
    }

    /// Those that were there within the last minute, and whose decisions would be taken: within their hours, neither
    /// paused, nor stopped by a breaker, nor at the end of their day.
    public List<Agent> atWork() {
        var now = clock.instant();
        return agentPresence.now(now).stream()
                .filter(this::isOpenTo)
                .filter(agent -> breaker.find(agent.id(), now).isEmpty())
                .filter(agent -> decisionQuota.decisions(agent.id(), now)
                        < agent.limits().decisionsPerDay())
                .toList();
    }

    public boolean isPaused(Agent agent) {
        return pauseSwitches.isPaused(agent.id());
    }

    /// Whether a decision of it is taken. If so, that is counted from now on, and [#releases] takes it back.
    public Admission deciding(Agent agent, String eventId, String siteId, AgentOutcome outcome) {
        if (pauseSwitches.isPaused(agent.id())) {
            return new PausedByOperator();
        }
        var now = clock.instant();
        return breaker.find(agent.id(), now)
                .<Admission>map(open -> new OverLimit(open.reason(), Duration.between(now, open.until())))
                .orElseGet(() -> withinLimits(
                        agent,
                        new DecisionQuota.QuotaRequest(agent.id(), eventId, siteId, outcome == AgentOutcome.raised),
                        now));
    }

    private Admission withinLimits(Agent agent, DecisionQuota.QuotaRequest quotaRequest, Instant now) {
        Optional<Limit> reached = decisionQuota.reserve(quotaRequest, agent.limits(), now);
        if (reached.isPresent()) {
            boolean day = reached.get() == Limit.DECISIONS_PER_DAY;
            return new OverLimit(reached.get().code(), day ? untilMidnight(now) : A_MINUTE);
        }
        warnOnce(
                agent.id(), decisionQuota.spent(agent.id(), now), agent.limits().decisionsPerDay(), now);
        return new Permitted(1);
    }

    /// It was let decide about an event, and nothing was written of that; or it is on the topic, which counts it. Who
    /// does not know does not say: it is counted for a minute, or from the topic.
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

    /// What became of an attempt here.
    ///
    /// @param refused whether it was refused for what it was, and not because it came at a bad time
    public void attempted(Agent agent, boolean refused) {
        breaker.attempted(agent.id(), refused, clock.instant(), agent.limits().breaker())
                .ifPresent(open -> operatorNotices.breakerOpened(agent.id(), open.reason()));
    }

    /// It has looked for raw media here. No agent does so that looks at what it is shown, so few are enough.
    public void soughtRawMedia(Agent agent) {
        attempted(agent, true);
        breaker.soughtRawMedia(agent.id(), clock.instant(), agent.limits().breaker())
                .ifPresent(open -> operatorNotices.breakerOpened(agent.id(), open.reason()));
    }

    @Override
    public void take(FollowedRecord<AgentDecision> followedRecord) {
        if (!(followedRecord.recordContent()
                instanceof RecordContent.RecordValue<? extends AgentDecision>(AgentDecision decision))) {
            return;
        }
        Instant at = followedRecord.writtenAt();
        if (!decisionQuota.take(followedRecord.partition(), decision, at)) {
            return;
        }
        String agent = decision.getAgent();
        String text = codes(decision);
        boolean raised = decision.getOutcome() == AgentOutcome.raised;
        breaker.decided(agent, raised, text, at, limits.apply(agent).breaker())
                .filter(open -> open.until().isAfter(clock.instant()))
                .ifPresent(open -> operatorNotices.breakerOpened(agent, open.reason()));
    }

    /// Words that stand in place of the agent's own say nothing of it.
    private static String codes(AgentDecision decision) {
        if (decision.getTextReplacedBy() != null) {
            return "";
        }
        String said = decision.getTemplate() == null ? decision.getSummary() : decision.getTemplate();
        return said == null ? "" : said;
    }
}
