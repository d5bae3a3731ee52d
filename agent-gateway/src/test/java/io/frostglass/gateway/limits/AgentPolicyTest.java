package io.frostglass.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.gateway.TestAgents;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.ActiveHours;
import io.frostglass.gateway.agents.Agent.AgentLimits;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TimeWindow;
import io.frostglass.tools.ProblemType;
import io.frostglass.tools.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AgentPolicyTest {

    private static final Instant START = Instant.parse("2026-01-18T22:30:00Z");
    private static final Duration COOL_DOWN = Duration.ofMinutes(15);

    private Instant now = START;
    private final List<String> told = new ArrayList<>();
    private final PauseSwitches pauseSwitches = new PauseSwitches();
    private int events;

    private final OperatorNotices operatorNotices = new OperatorNotices() {
        @Override
        public void budgetNearlySpent(String agentId, int spent, int budget) {
            told.add(agentId + " " + spent + "/" + budget);
        }

        @Override
        public void breakerOpened(String agentId, String reason) {
            told.add(agentId + " " + reason);
        }
    };

    private static AgentLimits limits(int hour, int site, int day, int window) {
        return new AgentLimits(10, hour, site, day, new AgentLimits.Breaker(window, 50, 3, COOL_DOWN));
    }

    private AgentPolicy gate(AgentLimits limits) {
        return new AgentPolicy(pauseSwitches, _ -> limits, operatorNotices, () -> now);
    }

    private static Agent agent(AgentLimits limits) {
        return TestAgents.agent("night", Set.of(), Set.of(Role.TRIAGE), limits);
    }

    private void decided(AgentPolicy agentPolicy, String siteId, AgentOutcome outcome, String text) {
        agentPolicy.take(followed("evt-" + events++, siteId, outcome, text));
    }

    /// Whether a decision would be taken, about an event of its own of which nothing is written.
    private Optional<Refusal> decide(AgentPolicy agentPolicy, AgentLimits limits, String siteId, AgentOutcome outcome) {
        String eventId = "evt-" + events++;
        var admission = agentPolicy.deciding(agent(limits), eventId, siteId, outcome);
        agentPolicy.releases(agent(limits), eventId);
        return admission;
    }

    private FollowedRecord<AgentDecision> followed(String eventId, String siteId, AgentOutcome outcome, String text) {
        var decision = AgentDecision.newBuilder()
                .setEventId(eventId)
                .setSiteId(siteId)
                .setCameraId("cam-1")
                .setTokenId("jti")
                .setAttemptId("attempt")
                .setAgent("night")
                .setOutcome(outcome)
                .setSummary(text)
                .setDecidedAt(now)
                .build();
        return new FollowedRecord<>(0, 0, now, 1, eventId, new RecordContent.RecordValue<>(decision));
    }

    @Test
    void countsTheAlertsOfTheLastHourInAllAndAtEachSite() {
        // Given
        var limits = limits(3, 2, 100, 0);
        var agentPolicy = gate(limits);
        decided(agentPolicy, "site-1", AgentOutcome.raised, "a");
        decided(agentPolicy, "site-1", AgentOutcome.raised, "b");

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised))
                .contains(Refusal.tooMuch("limit_alerts_per_hour_and_site", Duration.ofMinutes(1)));
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.dismissed))
                .isEmpty();
        assertThat(decide(agentPolicy, limits, "site-2", AgentOutcome.raised)).isEmpty();

        // When
        decided(agentPolicy, "site-2", AgentOutcome.raised, "c");

        // Then
        assertThat(decide(agentPolicy, limits, "site-3", AgentOutcome.raised))
                .contains(Refusal.tooMuch("limit_alerts_per_hour", Duration.ofMinutes(1)));

        // When
        now = START.plus(Duration.ofMinutes(60));

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
    }

    @Test
    void countsWhatIsBeingWrittenUntilItIsReadBackAndThenOnce() {
        // Given
        var limits = limits(100, 2, 100, 0);
        var agentPolicy = gate(limits);
        var night = agent(limits);

        // When
        assertThat(agentPolicy.deciding(night, "evt-a", "site-1", AgentOutcome.raised))
                .isEmpty();
        assertThat(agentPolicy.deciding(night, "evt-b", "site-1", AgentOutcome.raised))
                .isEmpty();

        // Then
        var full = Refusal.tooMuch("limit_alerts_per_hour_and_site", Duration.ofMinutes(1));
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).contains(full);
        assertThat(decide(agentPolicy, limits, "site-2", AgentOutcome.raised)).isEmpty();

        // When
        agentPolicy.take(followed("evt-a", "site-1", AgentOutcome.raised, "a"));
        agentPolicy.releases(night, "evt-a");

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).contains(full);

        // When
        agentPolicy.releases(night, "evt-b");

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
    }

    @Test
    void givesAnEventOnePlaceHoweverOftenItIsAskedFor() {
        // Given
        var limits = limits(100, 100, 2, 0);
        var agentPolicy = gate(limits);
        var night = agent(limits);

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(agentPolicy.deciding(night, "evt-a", "site-1", AgentOutcome.dismissed))
                    .isEmpty();
        }

        // Then
        assertThat(agentPolicy.deciding(night, "evt-b", "site-1", AgentOutcome.dismissed))
                .isEmpty();
        agentPolicy.releases(night, "evt-a");
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.dismissed))
                .map(Refusal::type)
                .contains(ProblemType.TOO_MUCH);
    }

    @Test
    void forgetsAfterAMinuteWhatNobodyKnowsTheEndOf() {
        // Given
        var limits = limits(1, 1, 100, 0);
        var agentPolicy = gate(limits);
        agentPolicy.deciding(agent(limits), "evt-a", "site-1", AgentOutcome.raised);
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised))
                .map(Refusal::type)
                .contains(ProblemType.TOO_MUCH);

        // When
        now = START.plusSeconds(61);

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
    }

    @Test
    void sharesTheEventsOfAMinuteAmongRequestsThatComeAtOnce() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var agentPolicy = gate(limits);
        var agent = agent(limits);
        assertThat(agentPolicy.reading(agent)).isEmpty();
        assertThat(agentPolicy.readsLeft(agent)).isEqualTo(10);
        assertThat(agentPolicy.reading(agent)).isEmpty();
        assertThat(agentPolicy.readsLeft(agent)).isEqualTo(10);

        // When
        var one = agentPolicy.shows(agent, 10);
        var other = agentPolicy.shows(agent, 10);

        // Then
        assertThat(one).isEmpty();
        assertThat(other).contains(Refusal.tooMuch("limit_events_per_minute", Duration.ofSeconds(60)));
        assertThat(agentPolicy.shows(agent, 0)).isEmpty();
    }

    @Test
    void countsAnEventOnce() {
        // Given
        var limits = limits(2, 2, 100, 0);
        var agentPolicy = gate(limits);

        // When
        for (int i = 0; i < 5; i++) {
            agentPolicy.take(followed("evt-same", "site-1", AgentOutcome.raised, "a"));
        }

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
    }

    @Test
    void warnsOnceAtFourFifthsOfTheDayAndEndsAtTheBudgetUntilMidnight() {
        // Given
        var limits = limits(100, 100, 5, 0);
        var agentPolicy = gate(limits);

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.dismissed))
                    .isEmpty();
            decided(agentPolicy, "site-1", AgentOutcome.dismissed, "a");
        }

        // Then
        assertThat(told).containsExactly("night 4/5");
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.dismissed))
                .contains(Refusal.tooMuch("limit_decisions_per_day", Duration.ofMinutes(90)));

        // When
        now = Instant.parse("2026-01-19T00:00:00Z");

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.dismissed))
                .isEmpty();
    }

    @Test
    void showsNoMoreEventsInAMinuteThanItMay() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var agentPolicy = gate(limits);
        var agent = agent(limits);
        agentPolicy.shows(agent, 7);

        // Then
        assertThat(agentPolicy.reading(agent)).isEmpty();
        assertThat(agentPolicy.readsLeft(agent)).isEqualTo(3);
        agentPolicy.shows(agent, 3);
        assertThat(agentPolicy.reading(agent))
                .contains(Refusal.tooMuch("limit_events_per_minute", Duration.ofSeconds(60)));
        now = START.plusSeconds(60);
        assertThat(agentPolicy.reading(agent)).isEmpty();
        assertThat(agentPolicy.readsLeft(agent)).isEqualTo(10);
    }

    @Test
    void stopsAnAgentThatRaisesAllAndLetsItGoOnAfterTheCoolDown() {
        // Given
        var limits = limits(100, 100, 100, 3);
        var agentPolicy = gate(limits);

        // When
        List.of("a", "b", "c").forEach(text -> decided(agentPolicy, "site-1", AgentOutcome.raised, text));

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised))
                .contains(Refusal.tooMuch("breaker_all_raised", COOL_DOWN));
        assertThat(told).containsExactly("night breaker_all_raised");

        // When
        now = START.plus(COOL_DOWN);

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
    }

    @Test
    void stopsAnAgentThatDismissesAllOrSaysOneThing() {
        var limits = limits(100, 100, 100, 2);
        var dismissing = gate(limits);
        decided(dismissing, "site-1", AgentOutcome.dismissed, "a");
        decided(dismissing, "site-1", AgentOutcome.dismissed, "b");
        var repeating = gate(limits);
        decided(repeating, "site-1", AgentOutcome.dismissed, "a");
        decided(repeating, "site-1", AgentOutcome.raised, "a");

        assertThat(told).containsExactly("night breaker_all_dismissed", "night breaker_one_text");
    }

    @Test
    void stopsAnAgentOfWhoseAttemptsTooManyAreRefused() {
        // Given
        var limits = limits(100, 100, 100, 4);
        var agentPolicy = gate(limits);

        // When
        List.of(true, false, true, false).forEach(refused -> agentPolicy.attempted(agent(limits), refused));

        // Then
        assertThat(told).containsExactly("night breaker_refused");
    }

    @Test
    void stopsAnAgentThatLooksForRawMediaAFewTimesWithinAnHour() {
        // Given
        var limits = limits(100, 100, 100, 0);
        var agentPolicy = gate(limits);
        agentPolicy.soughtRawMedia(agent(limits));
        now = START.plus(Duration.ofMinutes(61));

        // When
        agentPolicy.soughtRawMedia(agent(limits));
        agentPolicy.soughtRawMedia(agent(limits));

        // Then
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).isEmpty();
        agentPolicy.soughtRawMedia(agent(limits));
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised))
                .contains(Refusal.tooMuch("breaker_raw_media", COOL_DOWN));
        assertThat(told).containsExactly("night breaker_raw_media");
    }

    @Test
    void doesNotStopAnAgentThatDoesNowOneThingAndNowTheOther() {
        var limits = limits(100, 100, 100, 2);
        var agentPolicy = gate(limits);
        for (int i = 0; i < 10; i++) {
            decided(agentPolicy, "site-1", i % 2 == 0 ? AgentOutcome.raised : AgentOutcome.dismissed, "text " + i);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void pausesOneOrAllAndTakesAnUnreadableSwitchForOff() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var agentPolicy = gate(limits);

        // Then
        assertThat(agentPolicy.reading(agent(limits))).isEmpty();
        turn("other", new RecordContent.RecordValue<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(agentPolicy.reading(agent(limits))).isEmpty();
        turn("all", new RecordContent.RecordValue<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(agentPolicy.reading(agent(limits))).contains(Refusal.of(ProblemType.PAUSED));
        assertThat(agentPolicy.shows(agent(limits), 1)).contains(Refusal.of(ProblemType.PAUSED));
        assertThat(decide(agentPolicy, limits, "site-1", AgentOutcome.raised)).contains(Refusal.of(ProblemType.PAUSED));
        turn("all", new RecordContent.RecordValue<>(new AgentSwitch(SwitchState.running, now)));
        assertThat(agentPolicy.reading(agent(limits))).isEmpty();
        turn("night", new RecordContent.UnreadableRecord<>());
        assertThat(agentPolicy.reading(agent(limits))).contains(Refusal.of(ProblemType.PAUSED));
        turn("night", new RecordContent.Deleted<>());
        assertThat(agentPolicy.reading(agent(limits))).isEmpty();
    }

    @Test
    void knowsWhoIsAtWork() {
        // Given
        var limits = limits(100, 100, 3, 2);
        var agentPolicy = gate(limits);
        var night = agent(limits);
        assertThat(agentPolicy.atWork()).isEmpty();

        // Then
        agentPolicy.reading(night);
        agentPolicy.shows(night, 1);
        assertThat(agentPolicy.atWork()).isEmpty();
        agentPolicy.attends(night);
        assertThat(agentPolicy.atWork()).containsExactly(night);
        turn("night", new RecordContent.RecordValue<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(agentPolicy.atWork()).isEmpty();
        turn("night", new RecordContent.RecordValue<>(new AgentSwitch(SwitchState.running, now)));
        assertThat(agentPolicy.atWork()).containsExactly(night);

        // When
        now = START.plusSeconds(50);
        agentPolicy.attends(night);
        now = START.plusSeconds(110);

        // Then
        assertThat(agentPolicy.atWork()).containsExactly(night);
        now = START.plusSeconds(111);
        assertThat(agentPolicy.atWork()).isEmpty();
    }

    @Test
    void whoMayNotDecideIsNotAtWork() {
        // Given
        var limits = limits(100, 100, 3, 2);
        var agentPolicy = gate(limits);
        agentPolicy.attends(agent(limits));

        // When
        decided(agentPolicy, "site-1", AgentOutcome.raised, "a");
        decided(agentPolicy, "site-1", AgentOutcome.raised, "b");

        // Then
        assertThat(told).contains("night breaker_all_raised");
        assertThat(agentPolicy.atWork()).isEmpty();

        // When
        now = START.plus(COOL_DOWN);
        agentPolicy.attends(agent(limits));

        // Then
        assertThat(agentPolicy.atWork()).hasSize(1);
        decided(agentPolicy, "site-1", AgentOutcome.dismissed, "c");
        assertThat(agentPolicy.atWork()).isEmpty();
    }

    private void turn(String who, RecordContent<AgentSwitch> recordContent) {
        pauseSwitches.take(new FollowedRecord<>(0, 0, now, 1, who, recordContent));
    }

    @Test
    void showsNothingAfterTheHoursOfAnAgentAndWaitsForItNoMore() throws InvalidValue {
        // Given
        var limits = limits(3, 2, 100, 0);
        var agentPolicy = gate(limits);
        var activeHours = new ActiveHours(Optional.of(TimeWindow.parse("20:00-22:31")), Set.of(), ZoneOffset.UTC);
        var agent = new Agent("night", Set.of(), Set.of(Role.TRIAGE), limits, activeHours, List.of());

        // Then
        assertThat(agentPolicy.patience(agent, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(1));
        assertThat(agentPolicy.shows(agent, 1)).isEmpty();
        assertThat(agentPolicy.isOpenTo(agent)).isTrue();
        agentPolicy.attends(agent);
        assertThat(agentPolicy.atWork()).containsExactly(agent);
        now = START.plusSeconds(60);
        assertThat(agentPolicy.shows(agent, 1)).contains(Refusal.of(ProblemType.PAUSED));
        assertThat(agentPolicy.isOpenTo(agent)).isFalse();
        assertThat(agentPolicy.atWork()).isEmpty();
        assertThat(agentPolicy.patience(agent, Duration.ofMinutes(2))).isZero();
    }
}
