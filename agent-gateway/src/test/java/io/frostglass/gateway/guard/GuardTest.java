package io.frostglass.gateway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import io.frostglass.gateway.guard.CheckResult.Passed;
import io.frostglass.gateway.guard.CheckResult.Redacted;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    private static final CheckResult STOP = new Blocked(new Finding("stop", "word"));

    @Test
    void tellsOfChecksThatRanAndOfNoOthers() {
        // Given
        var guard = new Guard(
                List.of(check("first", _ -> new Passed()), check("stop", _ -> STOP), check("late", _ -> new Passed())));

        // When
        GuardReport report = guard.check("text", About.NOTHING);

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
        GuardReport report = guard.check("text", About.NOTHING);

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
        GuardReport report = guard.check("bad", About.NOTHING);

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
        GuardReport report = guard.check("maXde", About.NOTHING);

        // Then
        assertThat(report.blocked()).contains(new Finding("stop", "word"));
    }

    @Test
    void saysOfWhatIsTakenOutAtTheSecondLookThatItWas() {
        // Given
        var guard = new Guard(List.of(cut("made", "(gone)"), cut("maXde", "made")));

        // When
        GuardReport report = guard.check("maXde", About.NOTHING);

        // Then
        assertThat(report.text()).isEqualTo("(gone)");
        assertThat(report.words()).containsExactly("made:redacted", "maXde:redacted");
    }

    private static Check cut(String what, String instead) {
        return check(what, text -> text.equals(what) ? new Redacted(instead, new Finding(what, "word")) : new Passed());
    }

    @Test
    void letsTheOwnEventsIdThroughAndNoOther() {
        var guard = Guard.ofAllChecks(Corpus.NOWHERE);
        String other = Corpus.EVENT.replace('0', '1');

        assertThat(guard.check("About " + Corpus.EVENT, Corpus.ABOUT).text()).isEqualTo("About " + Corpus.EVENT);
        assertThat(guard.check("About " + Corpus.EVENT, new About(other, "", ""))
                        .blocked())
                .contains(new Finding("event", "other_event"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "As on cam-99",
                "The same as at CAM-99, an hour ago",
                "site-2 has this as well",
                "Seen by cam-99.Then gone",
                "ｃａｍ-99 saw it",
                "gate.west is open"
            })
    void letsNoIdOfAnotherSiteThrough(String text) {
        assertThat(atSiteOne().check(text, AT_SITE_1).blocked().map(Finding::check))
                .hasValueSatisfying(check -> assertThat(check).isIn("event", "disguise"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cam-12 and cam-13 show the same person",
                "site-1 is quiet",
                "cam-98 is not known here",
                "Camera 99 is not written as an id",
                "Somebody in the yard.",
                "scam-99 is another word"
            })
    void letsPlacesOfItsOwnSiteThrough(String text) {
        assertThat(atSiteOne().check(text, AT_SITE_1).blocked()).isEmpty();
    }

    private static final About AT_SITE_1 = new About(Corpus.EVENT, "site-1", "cam-12");

    /// Two cameras are known at either site; somebody has called one `yard`.
    private static Guard atSiteOne() {
        var places = Map.of(
                "cam-12",
                "site-1",
                "cam-13",
                "site-1",
                "site-1",
                "site-1",
                "cam-99",
                "site-2",
                "yard",
                "site-2",
                "gate.west",
                "site-2",
                "site-2",
                "site-2");
        return Guard.ofAllChecks(id -> Optional.ofNullable(places.get(id)));
    }

    @Test
    void neverShowsTheText() {
        GuardReport report = Guard.ofAllChecks(Corpus.NOWHERE).check("Mail john@example.com", Corpus.ABOUT);

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
