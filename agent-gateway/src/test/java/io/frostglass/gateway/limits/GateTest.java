package io.frostglass.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.agent.AgentSwitch;
import io.frostglass.agent.SwitchState;
import io.frostglass.gateway.agents.Agent;
import io.frostglass.gateway.agents.Agent.Role;
import io.frostglass.gateway.agents.AgentLimits;
import io.frostglass.gateway.agents.Hours;
import io.frostglass.gateway.limits.Admission.Admitted;
import io.frostglass.gateway.limits.Admission.Paused;
import io.frostglass.gateway.limits.Admission.TooMuch;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import io.frostglass.settings.InvalidValue;
import io.frostglass.settings.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GateTest {

    private static final Instant START = Instant.parse("2026-01-18T22:30:00Z");
    private static final Duration COOL_DOWN = Duration.ofMinutes(15);

    private Instant now = START;
    private final List<String> told = new ArrayList<>();
    private final Switches switches = new Switches();
    private int events;

    private final Notices notices = new Notices() {
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

    private Gate gate(AgentLimits limits) {
        return new Gate(switches, _ -> limits, notices, () -> now);
    }

    private static Agent agent(AgentLimits limits) {
        return new Agent("night", Set.of(), Set.of(Role.TRIAGE), limits);
    }

    private void decided(Gate gate, String siteId, AgentOutcome outcome, String text) {
        gate.take(followed("evt-" + events++, siteId, outcome, text));
    }

    /// Whether a decision would be taken, about an event of its own of which nothing is written.
    private Admission decide(Gate gate, AgentLimits limits, String siteId, AgentOutcome outcome) {
        String eventId = "evt-" + events++;
        var admission = gate.deciding(agent(limits), eventId, siteId, outcome);
        gate.releases(agent(limits), eventId);
        return admission;
    }

    private Followed<AgentDecision> followed(String eventId, String siteId, AgentOutcome outcome, String text) {
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
        return new Followed<>(0, 0, now, 1, eventId, new Content.Value<>(decision));
    }

    @Test
    void countsTheAlertsOfTheLastHourInAllAndAtEachSite() {
        // Given
        var limits = limits(3, 2, 100, 0);
        var gate = gate(limits);
        decided(gate, "site-1", AgentOutcome.raised, "a");
        decided(gate, "site-1", AgentOutcome.raised, "b");

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised))
                .isEqualTo(new TooMuch("limit_alerts_per_hour_and_site", Duration.ofMinutes(1)));
        assertThat(decide(gate, limits, "site-1", AgentOutcome.dismissed)).isInstanceOf(Admitted.class);
        assertThat(decide(gate, limits, "site-2", AgentOutcome.raised)).isInstanceOf(Admitted.class);

        // When
        decided(gate, "site-2", AgentOutcome.raised, "c");

        // Then
        assertThat(decide(gate, limits, "site-3", AgentOutcome.raised))
                .isEqualTo(new TooMuch("limit_alerts_per_hour", Duration.ofMinutes(1)));

        // When
        now = START.plus(Duration.ofMinutes(60));

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
    }

    @Test
    void countsWhatIsBeingWrittenUntilItIsReadBackAndThenOnce() {
        // Given
        var limits = limits(100, 2, 100, 0);
        var gate = gate(limits);
        var night = agent(limits);

        // When
        assertThat(gate.deciding(night, "evt-a", "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
        assertThat(gate.deciding(night, "evt-b", "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);

        // Then
        var full = new TooMuch("limit_alerts_per_hour_and_site", Duration.ofMinutes(1));
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isEqualTo(full);
        assertThat(decide(gate, limits, "site-2", AgentOutcome.raised)).isInstanceOf(Admitted.class);

        // When
        gate.take(followed("evt-a", "site-1", AgentOutcome.raised, "a"));
        gate.releases(night, "evt-a");

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isEqualTo(full);

        // When
        gate.releases(night, "evt-b");

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
    }

    @Test
    void givesAnEventOnePlaceHoweverOftenItIsAskedFor() {
        // Given
        var limits = limits(100, 100, 2, 0);
        var gate = gate(limits);
        var night = agent(limits);

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(gate.deciding(night, "evt-a", "site-1", AgentOutcome.dismissed))
                    .isInstanceOf(Admitted.class);
        }

        // Then
        assertThat(gate.deciding(night, "evt-b", "site-1", AgentOutcome.dismissed))
                .isInstanceOf(Admitted.class);
        gate.releases(night, "evt-a");
        assertThat(decide(gate, limits, "site-1", AgentOutcome.dismissed)).isInstanceOf(TooMuch.class);
    }

    @Test
    void forgetsAfterAMinuteWhatNobodyKnowsTheEndOf() {
        // Given
        var limits = limits(1, 1, 100, 0);
        var gate = gate(limits);
        gate.deciding(agent(limits), "evt-a", "site-1", AgentOutcome.raised);
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(TooMuch.class);

        // When
        now = START.plusSeconds(61);

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
    }

    @Test
    void sharesTheEventsOfAMinuteAmongRequestsThatComeAtOnce() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var gate = gate(limits);
        var agent = agent(limits);
        assertThat(gate.reading(agent)).isEqualTo(new Admitted(10));
        assertThat(gate.reading(agent)).isEqualTo(new Admitted(10));

        // When
        var one = gate.shows(agent, 10);
        var other = gate.shows(agent, 10);

        // Then
        assertThat(one).isInstanceOf(Admitted.class);
        assertThat(other).isEqualTo(new TooMuch("limit_events_per_minute", Duration.ofSeconds(60)));
        assertThat(gate.shows(agent, 0)).isInstanceOf(Admitted.class);
    }

    @Test
    void countsAnEventOnce() {
        // Given
        var limits = limits(2, 2, 100, 0);
        var gate = gate(limits);

        // When
        for (int i = 0; i < 5; i++) {
            gate.take(followed("evt-same", "site-1", AgentOutcome.raised, "a"));
        }

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
    }

    @Test
    void warnsOnceAtFourFifthsOfTheDayAndEndsAtTheBudgetUntilMidnight() {
        // Given
        var limits = limits(100, 100, 5, 0);
        var gate = gate(limits);

        // When
        for (int i = 0; i < 5; i++) {
            assertThat(decide(gate, limits, "site-1", AgentOutcome.dismissed)).isInstanceOf(Admitted.class);
            decided(gate, "site-1", AgentOutcome.dismissed, "a");
        }

        // Then
        assertThat(told).containsExactly("night 4/5");
        assertThat(decide(gate, limits, "site-1", AgentOutcome.dismissed))
                .isEqualTo(new TooMuch("limit_decisions_per_day", Duration.ofMinutes(90)));

        // When
        now = Instant.parse("2026-01-19T00:00:00Z");

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.dismissed)).isInstanceOf(Admitted.class);
    }

    @Test
    void showsNoMoreEventsInAMinuteThanItMay() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var gate = gate(limits);
        var agent = agent(limits);
        gate.shows(agent, 7);

        // Then
        assertThat(gate.reading(agent)).isEqualTo(new Admitted(3));
        gate.shows(agent, 3);
        assertThat(gate.reading(agent)).isEqualTo(new TooMuch("limit_events_per_minute", Duration.ofSeconds(60)));
        now = START.plusSeconds(60);
        assertThat(gate.reading(agent)).isEqualTo(new Admitted(10));
    }

    @Test
    void stopsAnAgentThatRaisesAllAndLetsItGoOnAfterTheCoolDown() {
        // Given
        var limits = limits(100, 100, 100, 3);
        var gate = gate(limits);

        // When
        List.of("a", "b", "c").forEach(text -> decided(gate, "site-1", AgentOutcome.raised, text));

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised))
                .isEqualTo(new TooMuch("breaker_all_raised", COOL_DOWN));
        assertThat(told).containsExactly("night breaker_all_raised");

        // When
        now = START.plus(COOL_DOWN);

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
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
        var gate = gate(limits);

        // When
        List.of(true, false, true, false).forEach(refused -> gate.attempted(agent(limits), refused));

        // Then
        assertThat(told).containsExactly("night breaker_refused");
    }

    @Test
    void stopsAnAgentThatLooksForRawMediaAFewTimesWithinAnHour() {
        // Given
        var limits = limits(100, 100, 100, 0);
        var gate = gate(limits);
        gate.soughtRawMedia(agent(limits));
        now = START.plus(Duration.ofMinutes(61));

        // When
        gate.soughtRawMedia(agent(limits));
        gate.soughtRawMedia(agent(limits));

        // Then
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Admitted.class);
        gate.soughtRawMedia(agent(limits));
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised))
                .isEqualTo(new TooMuch("breaker_raw_media", COOL_DOWN));
        assertThat(told).containsExactly("night breaker_raw_media");
    }

    @Test
    void doesNotStopAnAgentThatDoesNowOneThingAndNowTheOther() {
        var limits = limits(100, 100, 100, 2);
        var gate = gate(limits);
        for (int i = 0; i < 10; i++) {
            decided(gate, "site-1", i % 2 == 0 ? AgentOutcome.raised : AgentOutcome.dismissed, "text " + i);
        }

        assertThat(told).isEmpty();
    }

    @Test
    void pausesOneOrAllAndTakesAnUnreadableSwitchForOff() {
        // Given
        var limits = limits(1, 1, 1, 0);
        var gate = gate(limits);

        // Then
        assertThat(gate.reading(agent(limits))).isInstanceOf(Admitted.class);
        turn("other", new Content.Value<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(gate.reading(agent(limits))).isInstanceOf(Admitted.class);
        turn("all", new Content.Value<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(gate.reading(agent(limits))).isInstanceOf(Paused.class);
        assertThat(gate.shows(agent(limits), 1)).isInstanceOf(Paused.class);
        assertThat(decide(gate, limits, "site-1", AgentOutcome.raised)).isInstanceOf(Paused.class);
        turn("all", new Content.Value<>(new AgentSwitch(SwitchState.running, now)));
        assertThat(gate.reading(agent(limits))).isInstanceOf(Admitted.class);
        turn("night", new Content.Unreadable<>());
        assertThat(gate.reading(agent(limits))).isInstanceOf(Paused.class);
        turn("night", new Content.Deleted<>());
        assertThat(gate.reading(agent(limits))).isInstanceOf(Admitted.class);
    }

    @Test
    void knowsWhoIsAtWork() {
        // Given
        var limits = limits(100, 100, 3, 2);
        var gate = gate(limits);
        var night = agent(limits);
        assertThat(gate.atWork()).isEmpty();

        // Then
        gate.reading(night);
        gate.shows(night, 1);
        assertThat(gate.atWork()).isEmpty();
        gate.attends(night);
        assertThat(gate.atWork()).containsExactly(night);
        turn("night", new Content.Value<>(new AgentSwitch(SwitchState.paused, now)));
        assertThat(gate.atWork()).isEmpty();
        turn("night", new Content.Value<>(new AgentSwitch(SwitchState.running, now)));
        assertThat(gate.atWork()).containsExactly(night);

        // When
        now = START.plusSeconds(50);
        gate.attends(night);
        now = START.plusSeconds(110);

        // Then
        assertThat(gate.atWork()).containsExactly(night);
        now = START.plusSeconds(111);
        assertThat(gate.atWork()).isEmpty();
    }

    @Test
    void whoMayNotDecideIsNotAtWork() {
        // Given
        var limits = limits(100, 100, 3, 2);
        var gate = gate(limits);
        gate.attends(agent(limits));

        // When
        decided(gate, "site-1", AgentOutcome.raised, "a");
        decided(gate, "site-1", AgentOutcome.raised, "b");

        // Then
        assertThat(told).contains("night breaker_all_raised");
        assertThat(gate.atWork()).isEmpty();

        // When
        now = START.plus(COOL_DOWN);
        gate.attends(agent(limits));

        // Then
        assertThat(gate.atWork()).hasSize(1);
        decided(gate, "site-1", AgentOutcome.dismissed, "c");
        assertThat(gate.atWork()).isEmpty();
    }

    private void turn(String who, Content<AgentSwitch> content) {
        switches.take(new Followed<>(0, 0, now, 1, who, content));
    }

    @Test
    void showsNothingAfterTheHoursOfAnAgentAndWaitsForItNoMore() throws InvalidValue {
        // Given
        var limits = limits(3, 2, 100, 0);
        var gate = gate(limits);
        var hours = new Hours(Optional.of(TimeWindow.parse("20:00-22:31")), Set.of(), ZoneOffset.UTC);
        var agent = new Agent("night", Set.of(), Set.of(Role.TRIAGE), limits, hours, List.of());

        // Then
        assertThat(gate.patience(agent, Duration.ofMinutes(2))).isEqualTo(Duration.ofMinutes(1));
        assertThat(gate.shows(agent, 1)).isInstanceOf(Admitted.class);
        assertThat(gate.isOpenTo(agent)).isTrue();
        gate.attends(agent);
        assertThat(gate.atWork()).containsExactly(agent);
        now = START.plusSeconds(60);
        assertThat(gate.shows(agent, 1)).isInstanceOf(Paused.class);
        assertThat(gate.isOpenTo(agent)).isFalse();
        assertThat(gate.atWork()).isEmpty();
        assertThat(gate.patience(agent, Duration.ofMinutes(2))).isZero();
    }
}
