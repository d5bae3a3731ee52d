package io.frostglass.gateway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.runtime.follow.Followed;
import io.frostglass.runtime.follow.Followed.Content;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class UseIndexTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final UseIndex uses = new UseIndex(2, now::get);

    @Test
    void keepsTheFirstDecisionAboutAnEvent() {
        uses.take(decision("evt-1", "a", START));
        uses.take(decision("evt-1", "b", START));

        assertThat(uses.find("evt-1").orElseThrow().decision().orElseThrow().getAttemptId())
                .isEqualTo("a");
    }

    @Test
    void tellsAllWhoWaitWhichWasTheFirst() {
        // Given
        var one = uses.first("evt-1");
        var two = uses.first("evt-1");
        var other = uses.first("evt-2");

        // When
        uses.take(decision("evt-1", "a", START));

        // Then
        assertThat(one.join().decision().orElseThrow().getAttemptId()).isEqualTo("a");
        assertThat(two.join()).isEqualTo(one.join());
        assertThat(other).isNotDone();
        assertThat(uses.first("evt-1")).isCompletedWithValue(one.join());
    }

    @Test
    void takesADecisionThatCannotBeReadForAUse() {
        uses.take(new Followed<>(0, 0, START, 1, "evt-1", new Content.Unreadable<>()));

        assertThat(uses.contains("evt-1")).isTrue();
        assertThat(uses.find("evt-1").orElseThrow().decision()).isEmpty();
    }

    @Test
    void remembersUsesForAsLongAsATokenCanBeValidAndNoLonger() {
        // Given
        uses.take(decision("evt-1", "a", START));

        // When
        now.set(START.plus(UseIndex.WINDOW));
        uses.reached(Map.of());

        // Then
        assertThat(uses.contains("evt-1")).isTrue();

        // When
        now.set(START.plus(UseIndex.WINDOW).plusMillis(1));
        uses.reached(Map.of());

        // Then
        assertThat(uses.contains("evt-1")).isFalse();
    }

    @Test
    void hasNoRoomForMoreRatherThanForgetAUseTooEarly() {
        // Given
        uses.take(decision("evt-1", "a", START));
        uses.take(decision("evt-2", "b", START));

        // Then
        assertThat(uses.hasRoom()).isFalse();
        assertThat(uses.contains("evt-1")).isTrue();

        // When
        now.set(START.plus(UseIndex.WINDOW).plus(Duration.ofSeconds(1)));

        // Then
        assertThat(uses.hasRoom()).isTrue();
    }

    static Followed<AgentDecision> decision(String eventId, String attemptId, Instant at) {
        return new Followed<>(0, 0, at, 1, eventId, new Content.Value<>(record(eventId, attemptId)));
    }

    static AgentDecision record(String eventId, String attemptId) {
        return AgentDecision.newBuilder()
                .setEventId(eventId)
                .setSiteId("site-1")
                .setCameraId("cam-1")
                .setTokenId("jti")
                .setAttemptId(attemptId)
                .setAgent("all")
                .setOutcome(AgentOutcome.dismissed)
                .setDecidedAt(START)
                .build();
    }
}
