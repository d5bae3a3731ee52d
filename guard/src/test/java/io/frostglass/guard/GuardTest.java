package io.frostglass.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.frostglass.guard.Guard.EventReference;
import io.frostglass.guard.Guard.GuardReport;
import io.frostglass.guard.Guard.GuardReport.GuardFinding;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GuardTest {

    @Test
    void tellsOfChecksThatRanAndOfNoOthers() {
        // Given
        var guard = new Guard(List.of(
                check("first", _ -> Optional.empty()),
                check("stop", _ -> Optional.of("word")),
                check("late", _ -> Optional.empty())));

        // When
        GuardReport report = guard.check("text", EventReference.NOTHING);

        // Then
        assertThat(report.codes()).containsExactly("first:passed", "stop:blocked");
        assertThat(report.found()).contains(new GuardFinding("stop", "word"));
    }

    @Test
    void takesACheckThatThrowsForAFinding() {
        // Given
        var guard = new Guard(List.of(check("broken", _ -> {
            throw new IllegalStateException("text");
        })));

        // When
        GuardReport report = guard.check("text", EventReference.NOTHING);

        // Then
        assertThat(report.found()).contains(new GuardFinding("broken", "failed"));
        assertThat(report.codes()).containsExactly("broken:blocked");
    }

    @Test
    void letsTheOwnEventsIdThroughAndNoOther() {
        var guard = Guard.ofAllChecks(Corpus.NOWHERE);
        String other = Corpus.EVENT.replace('0', '1');

        assertThat(guard.check("About " + Corpus.EVENT, Corpus.ABOUT).found()).isEmpty();
        assertThat(guard.check("About " + Corpus.EVENT, new EventReference(other, "", ""))
                        .found())
                .contains(new GuardFinding("event", "other_event"));
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
        assertThat(atSiteOne().check(text, AT_SITE_1).found().map(GuardFinding::check))
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
        assertThat(atSiteOne().check(text, AT_SITE_1).found()).isEmpty();
    }

    private static final EventReference AT_SITE_1 = new EventReference(Corpus.EVENT, "site-1", "cam-12");

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

        assertThat(report.found()).isPresent();
        assertThat(report.toString()).doesNotContain("john", "Mail");
    }

    private static GuardCheck check(String name, Function<String, Optional<String>> says) {
        return new GuardCheck() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<String> find(GuardedText guardedText) {
                return says.apply(guardedText.raw());
            }
        };
    }
}
