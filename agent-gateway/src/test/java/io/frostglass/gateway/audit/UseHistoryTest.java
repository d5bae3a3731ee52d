package io.frostglass.gateway.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.audit.OutcomeSession.UseHistory;
import io.frostglass.gateway.audit.OutcomeSession.UseHistory.UseStatus;
import io.frostglass.gateway.decisions.TokenUseIndex;
import io.frostglass.gateway.decisions.TokenUseIndexTest;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class UseHistoryTest {

    private static final Instant START = Instant.parse("2026-01-18T12:00:00Z");

    private final UseHistory useHistory = new UseHistory(TokenUseIndex.WINDOW, 7);

    @Test
    void tellsTheUseFromItsRepetitionAndFromThoseThatCameLate() {
        assertThat(take("evt-1", "a", START)).isEqualTo(UseStatus.USE);
        assertThat(take("evt-1", "a", START)).isEqualTo(UseStatus.REPETITION);
        assertThat(take("evt-1", "b", START)).isEqualTo(UseStatus.LATE);
        assertThat(take("evt-2", "b", START)).isEqualTo(UseStatus.USE);
    }

    @Test
    void holdsNoMoreThanCanStillMatter() {
        take("evt-1", "a", START);

        assertThat(take("evt-1", "b", START.plus(TokenUseIndex.WINDOW))).isEqualTo(UseStatus.LATE);
        assertThat(take("evt-1", "c", START.plus(TokenUseIndex.WINDOW).plusMillis(1)))
                .isEqualTo(UseStatus.USE);
    }

    @Test
    void knowsWhatTheAuditLogHasBeenTold() {
        assertThat(useHistory.isNew(6)).isFalse();
        assertThat(useHistory.isNew(7)).isTrue();
    }

    private UseStatus take(String eventId, String attemptId, Instant at) {
        return useHistory.take(TokenUseIndexTest.record(eventId, attemptId), at);
    }
}
