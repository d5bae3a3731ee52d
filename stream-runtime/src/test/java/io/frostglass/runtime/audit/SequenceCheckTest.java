package io.frostglass.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.topics.Principal;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SequenceCheckTest {

    private static final Instant SINCE = Instant.parse("2026-01-18T12:00:00Z");
    private static final Principal WRITER = Principal.TOKEN_STREAM;

    private final SequenceCheck check = new SequenceCheck(SINCE);

    private void take(String run, Instant at, long... numbers) {
        for (long number : numbers) {
            check.take(Entries.numbered(WRITER, at, run, number));
        }
    }

    @Test
    void findsNoGapWhateverTheOrderOfTheEntries() {
        // When
        take("a", SINCE, 3, 1, 5, 2, 4, 4);

        // Then
        assertThat(check.gaps()).isEmpty();
    }

    @Test
    void namesWhatIsMissingInEachRunOfEachWriter() {
        // When
        take("a", SINCE, 1, 2, 5, 6, 8);
        take("b", SINCE, 1);
        check.take(Entries.numbered(Principal.INGEST, SINCE, "a", 3));
        check.take(Entries.numbered(Principal.INGEST, SINCE, "a", 5));

        // Then
        assertThat(check.gaps())
                .containsExactly(
                        new AuditGap(WRITER, "a", 3, 4),
                        new AuditGap(WRITER, "a", 7, 7),
                        new AuditGap(Principal.INGEST, "a", 4, 4));
    }

    @Test
    void judgesNothingFromBeforeItsTimeButKnowsItWhereTheOrderIsAnother() {
        // When
        take("a", SINCE.minus(Duration.ofSeconds(1)), 2, 5, 7);
        take("a", SINCE, 6, 8);

        // Then
        assertThat(check.gaps()).isEmpty();
    }

    @Test
    void takesALaterEntryForAGapAndNotForANewEnd() {
        // Given
        take("a", SINCE, 1, 4);

        // When
        check.fill(Entries.numbered(WRITER, SINCE, "a", 2));
        check.fill(Entries.numbered(WRITER, SINCE, "a", 9));
        check.fill(Entries.numbered(WRITER, SINCE, "new", 9));

        // Then
        assertThat(check.gaps()).containsExactly(new AuditGap(WRITER, "a", 3, 3));
    }

    @Test
    void needsNoMoreMemoryForTheNumbersOfAWriterThatMakesThemUp() {
        // When
        take("a", SINCE, 1, Long.MAX_VALUE, Long.MAX_VALUE - 1, -5, 0);
        take("none", SINCE, 0);
        check.take(Entries.numbered(WRITER, SINCE, null, 7));

        // Then
        assertThat(check.gaps()).containsExactly(new AuditGap(WRITER, "a", 2, Long.MAX_VALUE - 2));
    }

    @Test
    void showsAGapInWordsButNoTextOfTheWriters() {
        assertThat(new AuditGap(WRITER, "0123456789abcdef", 5, 7).text())
                .isEqualTo("token-stream: entries 5 to 7 of run 0123456789abcdef are missing");
        assertThat(new AuditGap(WRITER, "\u001b[2J", 5, 5).text())
                .isEqualTo("token-stream: entry 5 of run ? is missing");
    }
}
