package io.frostglass.gateway.decisions;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.decisions.History.Place;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HistoryTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");

    private final History history = new History(UseIndex.WINDOW, 7);

    @Test
    void tellsTheUseFromItsRepetitionAndFromThoseThatCameLate() {
        assertThat(take("evt-1", "a", START)).isEqualTo(Place.USE);
        assertThat(take("evt-1", "a", START)).isEqualTo(Place.REPETITION);
        assertThat(take("evt-1", "b", START)).isEqualTo(Place.LATE);
        assertThat(take("evt-2", "b", START)).isEqualTo(Place.USE);
    }

    @Test
    void holdsNoMoreThanCanStillMatter() {
        take("evt-1", "a", START);

        assertThat(take("evt-1", "b", START.plus(UseIndex.WINDOW))).isEqualTo(Place.LATE);
        assertThat(take("evt-1", "c", START.plus(UseIndex.WINDOW).plusMillis(1)))
                .isEqualTo(Place.USE);
    }

    @Test
    void knowsWhatTheAuditLogHasBeenTold() {
        assertThat(history.isNew(6)).isFalse();
        assertThat(history.isNew(7)).isTrue();
    }

    private Place take(String eventId, String attemptId, Instant at) {
        return history.take(UseIndexTest.record(eventId, attemptId), at);
    }
}
