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
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Asked before an agent is shown something, and before its decision is taken; the same for all ways in.
///
/// ```
/// reading:  paused? → events of this minute
/// deciding: paused? → breaker → decisions of the day → alerts of the hour → of the hour and site
/// ```
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

    /// Whether it may be shown events, and how many at most.
    public Admission reading(Agent agent) {
        if (switches.isPaused(agent.id())) {
            return new Paused();
        }
        var now = clock.instant();
        int left = reads.left(agent.id(), agent.limits().eventsPerMinute(), now);
        if (left == 0) {
            return new TooMuch("limit_events_per_minute", Duration.ofSeconds(ReadBudget.secondsLeft(now)));
        }
        presence.asked(agent, now);
        return new Admitted(left);
    }

    /// How long it may be let wait for events: until its hours are over, and no longer.
    public Duration patience(Agent agent, Duration asked) {
        return agent.hours().within(clock.instant(), asked);
    }

    /// It is about to be shown events. Asked once more: it may have been paused while it waited for them, or its hours
    /// may be over.
    ///
    /// @return whether it may
    public boolean shows(Agent agent, int events) {
        if (switches.isPaused(agent.id()) || !agent.hours().contain(clock.instant())) {
            return false;
        }
        var now = clock.instant();
        presence.asked(agent, now);
        reads.show(agent.id(), events, now);
        return true;
    }

    /// Those that have asked this instance for events within the last minute, and whose decisions would be taken:
    /// neither paused, nor stopped by a breaker, nor at the end of their day.
    public List<Agent> atWork() {
        var now = clock.instant();
        return presence.now(now).stream()
                .filter(agent -> !switches.isPaused(agent.id()))
                .filter(agent -> breaker.find(agent.id(), now).isEmpty())
                .filter(agent ->
                        tally.decisions(agent.id(), now) < agent.limits().decisionsPerDay())
                .toList();
    }

    public boolean isPaused(Agent agent) {
        return switches.isPaused(agent.id());
    }

    /// Whether a decision of it is taken.
    public Admission deciding(Agent agent, String siteId, AgentOutcome outcome) {
        if (switches.isPaused(agent.id())) {
            return new Paused();
        }
        var now = clock.instant();
        return breaker.find(agent.id(), now)
                .<Admission>map(open -> new TooMuch(open.reason(), Duration.between(now, open.until())))
                .orElseGet(() -> withinLimits(agent, siteId, outcome, now));
    }

    private Admission withinLimits(Agent agent, String siteId, AgentOutcome outcome, Instant now) {
        AgentLimits most = agent.limits();
        int today = tally.decisions(agent.id(), now);
        if (today >= most.decisionsPerDay()) {
            return new TooMuch("limit_decisions_per_day", untilMidnight(now));
        }
        warnOnce(agent.id(), today + 1, most.decisionsPerDay(), now);
        if (outcome == AgentOutcome.raised) {
            if (tally.alerts(agent.id(), now) >= most.alertsPerHour()) {
                return new TooMuch("limit_alerts_per_hour", A_MINUTE);
            }
            if (tally.alerts(agent.id(), siteId, now) >= most.alertsPerHourAndSite()) {
                return new TooMuch("limit_alerts_per_hour_and_site", A_MINUTE);
            }
        }
        return new Admitted(1);
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
        String words = decision.getSummary() == null ? "" : decision.getSummary();
        String text = decision.getTemplate() == null ? words : decision.getTemplate();
        boolean raised = decision.getOutcome() == AgentOutcome.raised;
        breaker.decided(agent, raised, text, at, limits.apply(agent).breaker())
                .filter(open -> open.until().isAfter(clock.instant()))
                .ifPresent(open -> notices.breakerOpened(agent, open.reason()));
    }
}
