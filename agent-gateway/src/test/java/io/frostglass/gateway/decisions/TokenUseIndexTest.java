package io.frostglass.gateway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.agent.AgentDecision;
import io.frostglass.agent.AgentOutcome;
import io.frostglass.runtime.follow.FollowedRecord;
import io.frostglass.runtime.follow.FollowedRecord.RecordContent;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

public class TokenUseIndexTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final TokenUseIndex uses = new TokenUseIndex(2, now::get);

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
        uses.take(new FollowedRecord<>(0, 0, START, 1, "evt-1", new RecordContent.UnreadableRecord<>()));

        assertThat(uses.contains("evt-1")).isTrue();
        assertThat(uses.find("evt-1").orElseThrow().decision()).isEmpty();
    }

    @Test
    void remembersUsesForAsLongAsATokenCanBeValidAndNoLonger() {
        // Given
        uses.take(decision("evt-1", "a", START));

        // When
        now.set(START.plus(TokenUseIndex.WINDOW));
        uses.reached(Map.of());

        // Then
        assertThat(uses.contains("evt-1")).isTrue();

        // When
        now.set(START.plus(TokenUseIndex.WINDOW).plusMillis(1));
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
        now.set(START.plus(TokenUseIndex.WINDOW).plus(Duration.ofSeconds(1)));

        // Then
        assertThat(uses.hasRoom()).isTrue();
    }

    static FollowedRecord<AgentDecision> decision(String eventId, String attemptId, Instant at) {
        return new FollowedRecord<>(0, 0, at, 1, eventId, new RecordContent.RecordValue<>(record(eventId, attemptId)));
    }

    public static AgentDecision record(String eventId, String attemptId) {
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
