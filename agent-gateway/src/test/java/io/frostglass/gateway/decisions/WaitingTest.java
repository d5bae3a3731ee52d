package io.frostglass.gateway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// More are refused than there are places for.
class WaitingTest {

    private final Waiting waiting = new Waiting();
    private final Submission first = refusal();

    @BeforeEach
    void refuse() {
        waiting.offer(first);
        IntStream.range(0, Waiting.MOST).forEach(_ -> waiting.offer(refusal()));
    }

    @Test
    void hasRoomForReadersAndDecisionsHoweverManyAreRefused() {
        assertThat(waiting.size()).isEqualTo(Waiting.MOST_OF_A_KIND);
        assertThat(waiting.offer(refusal())).isFalse();
        assertThat(waiting.offer(shown())).isTrue();
        assertThat(waiting.offer(attempt())).isTrue();
    }

    @Test
    void hasRoomForDecisionsHoweverManyRead() {
        // When
        IntStream.range(0, Waiting.MOST).forEach(_ -> waiting.offer(shown()));

        // Then
        assertThat(waiting.size()).isEqualTo(2 * Waiting.MOST_OF_A_KIND);
        assertThat(waiting.offer(attempt())).isTrue();
    }

    @Test
    void givesThePlaceOfWhatHasLeftToTheNext() {
        assertThat(waiting.next()).isSameAs(first);
        assertThat(waiting.offer(first)).isTrue();
        assertThat(waiting.offer(refusal())).isFalse();

        assertThat(waiting.remove(first)).isTrue();
        assertThat(waiting.remove(first)).isFalse();
        assertThat(waiting.offer(first)).isTrue();
        assertThat(waiting.offer(refusal())).isFalse();

        assertThat(waiting.takeAll()).hasSize(Waiting.MOST_OF_A_KIND);
        assertThat(waiting.isEmpty()).isTrue();
        assertThat(waiting.offer(refusal())).isTrue();
    }

    private static Submission refusal() {
        return new Submission.Refusal(Entries.refused(Instant.EPOCH, "unknown_key", null), new CompletableFuture<>());
    }

    private static Submission shown() {
        return new Submission.Shown(List.of(), new CompletableFuture<>());
    }

    private static Submission attempt() {
        return new Submission.Attempt(UseIndexTest.record("evt-1", "a"), null, new CompletableFuture<>());
    }
}
