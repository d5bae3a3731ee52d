package io.frostglass.anonymize.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErasureJournalTest {

    private static final ErasureRequest FIRST =
            new ErasureRequest("site-1", LocalDate.of(2026, 11, 30), Instant.parse("2026-11-29T10:00:00.123Z"));
    private static final ErasureRequest SECOND =
            new ErasureRequest("site-2", LocalDate.of(2026, 12, 1), Instant.parse("2026-12-01T10:00:00Z"));

    private ErasureJournal journal;

    @BeforeEach
    void open(@TempDir Path folder) {
        journal = new ErasureJournal(folder.resolve("journal"));
    }

    @Test
    void holdsEachRequestOnceInTheOrderInWhichTheyCame() throws Exception {
        // When
        journal.add(FIRST);
        journal.add(SECOND);
        journal.add(FIRST);

        // Then
        assertThat(journal.read()).containsExactly(FIRST, SECOND);
        assertThat(Files.readString(journal.file()))
                .isEqualTo("2026-11-29T10:00:00.123Z site-1 2026-11-30\n2026-12-01T10:00:00Z site-2 2026-12-01\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "site-1", "2026-11-29T10:00:00Z site-1 today", "yesterday site-1 2026-11-30"})
    void namesTheLineThatIsWrong(String line) throws Exception {
        // Given
        journal.add(FIRST);
        Files.writeString(journal.file(), FIRST.line() + "\n" + line + "\n");

        // Then
        assertThatIOException()
                .isThrownBy(journal::read)
                .withMessage(journal.file() + ", line 2: must be: time of the request, site, day");
    }

    @Test
    void saysThatThereIsNone() {
        assertThatIOException().isThrownBy(journal::read).withMessage("no such file: " + journal.file());
    }
}
