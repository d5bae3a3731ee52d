package io.frostglass.anonymize.erasure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EraseMainTest {

    @ParameterizedTest
    @CsvSource({
        "--before, yesterday, a day such as 2026-11-30",
        "--requested, noon, a time such as 2026-11-29T10:00:00Z",
    })
    void saysWhichFormATimeHas(String option, String value, String form) {
        // Given
        var errors = new StringWriter();
        var line = EraseMain.commandLine();
        line.setErr(new PrintWriter(errors, true));

        // When
        int code = option.equals("--before")
                ? line.execute("--site", "site-1", "--journal", "j", option, value)
                : line.execute("--site", "site-1", "--journal", "j", "--before", "2026-11-30", option, value);

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(option, form).doesNotContain("java.time");
    }
}
