package io.frostglass.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import io.frostglass.gateway.guard.CheckResult.Passed;
import io.frostglass.gateway.guard.CheckResult.Redacted;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final CheckResult STOP = new Blocked(new Finding("stop", "word"));

    @Test
    void tellsOfChecksThatRanAndOfNoOthers() {
        // Given
        var guard = new Guard(
                List.of(check("first", _ -> new Passed()), check("stop", _ -> STOP), check("late", _ -> new Passed())));

        // When
        GuardReport report = guard.check("text", "evt-1");

        // Then
        assertThat(report.words()).containsExactly("first:passed", "stop:blocked");
        assertThat(report.blocked()).contains(new Finding("stop", "word"));
    }

    @Test
    void takesACheckThatThrowsForABlock() {
        // Given
        var guard = new Guard(List.of(check("broken", _ -> {
            throw new IllegalStateException("text");
        })));

        // When
        GuardReport report = guard.check("text", "evt-1");

        // Then
        assertThat(report.blocked()).contains(new Finding("broken", "failed"));
        assertThat(report.words()).containsExactly("broken:blocked");
    }

    @Test
    void givesWhatOneCheckLeavesToTheNext() {
        // Given
        var guard = new Guard(List.of(
                check(
                        "cut",
                        text -> text.contains("bad")
                                ? new Redacted("(gone)", new Finding("cut", "word"))
                                : new Passed()),
                check("stop", text -> text.contains("bad") ? STOP : new Passed())));

        // When
        GuardReport report = guard.check("bad", "evt-1");

        // Then
        assertThat(report.text()).isEqualTo("(gone)");
        assertThat(report.words()).containsExactly("cut:redacted", "stop:passed");
        assertThat(report.blocked()).isEmpty();
    }

    @Test
    void looksOnceMoreAtWhatATakingOutHasMade() {
        // Given
        var guard = new Guard(List.of(
                check("stop", text -> text.equals("made") ? STOP : new Passed()),
                check(
                        "cut",
                        text -> text.equals("maXde")
                                ? new Redacted("made", new Finding("cut", "word"))
                                : new Passed())));

        // When
        GuardReport report = guard.check("maXde", "evt-1");

        // Then
        assertThat(report.blocked()).contains(new Finding("stop", "word"));
    }

    @Test
    void letsTheOwnEventsIdThroughAndNoOther() {
        var guard = Guard.ofAllChecks();
        String other = Corpus.EVENT.replace('0', '1');

        assertThat(guard.check("About " + Corpus.EVENT, Corpus.EVENT).text()).isEqualTo("About " + Corpus.EVENT);
        assertThat(guard.check("About " + Corpus.EVENT, other).blocked()).contains(new Finding("event", "other_event"));
    }

    @Test
    void neverShowsTheText() {
        GuardReport report = Guard.ofAllChecks().check("Mail john@example.com", Corpus.EVENT);

        assertThat(report.toString()).doesNotContain("john");
        assertThat(report.results().toString()).doesNotContain("john", "Mail");
    }

    private static Check check(String name, Function<String, CheckResult> says) {
        return new Check() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public CheckResult check(Text text) {
                return says.apply(text.raw());
            }
        };
    }
}
