package io.frostglass.gateway.limits;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.AgentLimits;
import io.frostglass.gateway.limits.Admission.Admitted;
import io.frostglass.gateway.limits.Admission.Paused;
import io.frostglass.gateway.limits.Admission.TooMuch;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.runtime.follow.Reader;
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
public final class Gate implements Reader<AgentDecision> {

    /// How far back decisions are read: a day of UTC has no more.
    public static final Duration SINCE = Duration.ofHours(24);

    private static final Duration A_MINUTE = Duration.ofMinutes(1);
    private static final int WARNING_PERCENT = 80;

    private final Switches switches;
    private final Function<String, AgentLimits> limits;
    private final Notices notices;
    private final InstantSource clock;
    private final Tally tally = new Tally();
    private final CircuitBreaker breaker = new CircuitBreaker();
    private final ReadBudget reads = new ReadBudget();
    private final Presence presence = new Presence();
    private final Map<String, LocalDate> warned = new ConcurrentHashMap<>();

    /// @param limits of an agent, by its name
    public Gate(Switches switches, Function<String, AgentLimits> limits, Notices notices, InstantSource clock) {
        this.switches = switches;
        this.limits = limits;
        this.notices = notices;
        this.clock = clock;
    }

    /// Whether it may be shown events, and how many at most, as it looks now.
    public Admission reading(Agent agent) {
        if (switches.isPaused(agent.id())) {
            return new Paused();
        }
        var now = clock.instant();
        int left = reads.left(agent.id(), agent.limits().eventsPerMinute(), now);
        if (left == 0) {
            return nextMinute(now);
        }
        return new Admitted(left);
    }

    /// How long it may be let wait for events: until its hours are over, and no longer.
    public Duration patience(Agent agent, Duration asked) {
        return agent.hours().within(clock.instant(), asked);
    }

    private static TooMuch nextMinute(Instant now) {
        return new TooMuch(Limit.EVENTS_PER_MINUTE.word(), Duration.ofSeconds(ReadBudget.secondsLeft(now)));
    }

    /// It is about to be shown events. Asked once more: it may have been paused while it waited for them, its hours
    /// may be over, or another request of it may have been shown what was left.
    public Admission shows(Agent agent, int events) {
        if (!isOpenTo(agent)) {
            return new Paused();
        }
        var now = clock.instant();
        return reads.take(agent.id(), events, agent.limits().eventsPerMinute(), now)
                ? new Admitted(events)
                : nextMinute(now);
    }

    /// Whether it may be shown something at this moment: it is not paused, and these are its hours.
    public boolean isOpenTo(Agent agent) {
        return !switches.isPaused(agent.id()) && agent.hours().contain(clock.instant());
    }

    /// It is there: it has asked for events, or has taken one that it was sent.
    public void attends(Agent agent) {
        presence.attends(agent, clock.instant());
    }

    /// Those that were there within the last minute, and whose decisions would be taken: within their hours, neither
    /// paused, nor stopped by a breaker, nor at the end of their day.
    public List<Agent> atWork() {
        var now = clock.instant();
        return presence.now(now).stream()
                .filter(this::isOpenTo)
                .filter(agent -> breaker.find(agent.id(), now).isEmpty())
                .filter(agent ->
                        tally.decisions(agent.id(), now) < agent.limits().decisionsPerDay())
                .toList();
    }

    public boolean isPaused(Agent agent) {
        return switches.isPaused(agent.id());
    }

    /// Whether a decision of it is taken. If so, that is counted from now on, and [#releases] takes it back.
    public Admission deciding(Agent agent, String eventId, String siteId, AgentOutcome outcome) {
        if (switches.isPaused(agent.id())) {
            return new Paused();
        }
        var now = clock.instant();
        return breaker.find(agent.id(), now)
                .<Admission>map(open -> new TooMuch(open.reason(), Duration.between(now, open.until())))
                .orElseGet(() -> withinLimits(
                        agent, new Tally.Wish(agent.id(), eventId, siteId, outcome == AgentOutcome.raised), now));
    }

    private Admission withinLimits(Agent agent, Tally.Wish wish, Instant now) {
        Optional<Limit> reached = tally.reserve(wish, agent.limits(), now);
        if (reached.isPresent()) {
            boolean day = reached.get() == Limit.DECISIONS_PER_DAY;
            return new TooMuch(reached.get().word(), day ? untilMidnight(now) : A_MINUTE);
        }
        warnOnce(agent.id(), tally.spent(agent.id(), now), agent.limits().decisionsPerDay(), now);
        return new Admitted(1);
    }

    /// It was let decide about an event, and nothing was written of that; or it is on the topic, which counts it. Who
    /// does not know does not say: it is counted for a minute, or from the topic.
    public void releases(Agent agent, String eventId) {
        tally.release(agent.id(), eventId);
    }

    private void warnOnce(String agentId, int spent, int budget, Instant now) {
        LocalDate today = Tally.day(now);
        boolean nearly = spent * 100L >= (long) budget * WARNING_PERCENT;
        if (nearly && !today.equals(warned.put(agentId, today))) {
            notices.budgetNearlySpent(agentId, spent, budget);
        }
    }

    private static Duration untilMidnight(Instant now) {
        var midnight = Tally.day(now).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return Duration.between(now, midnight);
    }

    /// What became of an attempt here.
    ///
    /// @param refused whether it was refused for what it was, and not because it came at a bad time
    public void attempted(Agent agent, boolean refused) {
        breaker.attempted(agent.id(), refused, clock.instant(), agent.limits().breaker())
                .ifPresent(open -> notices.breakerOpened(agent.id(), open.reason()));
    }

    /// It has looked for raw media here. No agent does so that looks at what it is shown, so few are enough.
    public void soughtRawMedia(Agent agent) {
        attempted(agent, true);
        breaker.soughtRawMedia(agent.id(), clock.instant(), agent.limits().breaker())
                .ifPresent(open -> notices.breakerOpened(agent.id(), open.reason()));
    }

    @Override
    public void take(Followed<AgentDecision> followed) {
        if (!(followed.content() instanceof Content.Value<? extends AgentDecision>(AgentDecision decision))) {
            return;
        }
        Instant at = followed.writtenAt();
        if (!tally.take(followed.partition(), decision, at)) {
            return;
        }
        String agent = decision.getAgent();
        String text = words(decision);
        boolean raised = decision.getOutcome() == AgentOutcome.raised;
        breaker.decided(agent, raised, text, at, limits.apply(agent).breaker())
                .filter(open -> open.until().isAfter(clock.instant()))
                .ifPresent(open -> notices.breakerOpened(agent, open.reason()));
    }

    /// Words that stand in place of the agent's own say nothing of it.
    private static String words(AgentDecision decision) {
        if (decision.getTextReplacedBy() != null) {
            return "";
        }
        String said = decision.getTemplate() == null ? decision.getSummary() : decision.getTemplate();
        return said == null ? "" : said;
    }
}
