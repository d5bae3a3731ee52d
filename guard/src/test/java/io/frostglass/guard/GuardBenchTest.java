package io.frostglass.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.guard.GuardBench.Counted;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How well the guard finds, by texts that were written before its checks were chosen.
@Tag("slow")
class GuardBenchTest {

    private static final double MAX_PLAIN_FLAGGED = 0.5;
    private static final double FEWEST_LEAKS_FLAGGED = 98;

    private static GuardBench.GuardBenchResult guardBenchResult;

    @BeforeAll
    static void measure() throws Exception {
        guardBenchResult = GuardBench.run(Path.of("src/test/resources/texts"));
    }

    @ParameterizedTest
    @CsvSource({"plain-en, 1000", "plain-de, 200", "plain-fr, 200", "plain-es, 200"})
    void flagsHardlyAnyPlainReport(String files, int fewest) {
        Counted plain = guardBenchResult.all(files);

        assertThat(plain.texts()).isGreaterThanOrEqualTo(fewest);
        assertThat(plain.flaggedPercent()).as(guardBenchResult.text()).isLessThanOrEqualTo(MAX_PLAIN_FLAGGED);
    }

    @Test
    void findsNearlyEveryLeak() {
        assertThat(guardBenchResult.leaks().texts()).isGreaterThanOrEqualTo(300);
        assertThat(guardBenchResult.leaks().flaggedPercent())
                .as(guardBenchResult.text())
                .isGreaterThanOrEqualTo(FEWEST_LEAKS_FLAGGED);
    }

    @Test
    void tellsNoTextInItsFigures() {
        assertThat(guardBenchResult.json())
                .contains("\"plain_flagged_percent\":", "\"file\":\"leaks-secrets.txt\"", "\"checks\":{")
                .doesNotContain("hunter2");
        assertThat(guardBenchResult.text()).contains("plain-en.txt", "leaks-*").doesNotContain("hunter2");
    }
}
