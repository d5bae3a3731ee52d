package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.sanitized.FindingKind;
import io.frostglass.settings.DocumentProblem;
import io.frostglass.settings.InvalidDocument;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SiteThresholdsTest {

    /// Reads a file without faults.
    static SiteThresholds read(String text) throws InvalidDocument {
        var thresholds = SiteThresholds.read(text, Optional.empty());
        assertThat(thresholds.problems()).isEmpty();
        return thresholds.value();
    }

    @Test
    void takesWhatASiteDoesNotSayFromTheDefaultsAndThoseFromTheStandard() throws Exception {
        // When
        var thresholds = read("""
                defaults: {refusals: 50, burst_patience: 1h}
                sites:
                  site-1: {camera_rate: 600, mute: [never_used]}
                """);

        // Then
        Thresholds own = thresholds.of(new WatchSubject("site-1", "cam-1"));
        assertThat(own.refusals()).isEqualTo(50);
        assertThat(own.cameraRate()).isEqualTo(600);
        assertThat(own.burstPatience()).isEqualTo(Duration.ofHours(1));
        assertThat(own.revocations()).isEqualTo(Thresholds.STANDARD.revocations());
        assertThat(own.muted()).containsExactly(FindingKind.never_used);
        assertThat(thresholds.of(new WatchSubject("site-2", null)).muted()).isEmpty();
    }

    @Test
    void hasThresholdsForWhatIsAboutNoSite() throws Exception {
        // When
        var thresholds = read("sites: {all: {refusals: 5}}");

        // Then
        assertThat(thresholds.of(WatchSubject.NOWHERE).refusals()).isEqualTo(5);
    }

    @Test
    void takesAnEmptyMappingForTheStandard() throws Exception {
        assertThat(read("{}")).isEqualTo(SiteThresholds.STANDARD);
    }

    @Test
    void namesEverythingThatIsWrong() throws Exception {
        // When
        var thresholds = SiteThresholds.read("""
                        defaults:
                          refusals: many
                          refusal: 3
                        sites:
                          site-1: {drop_learning: 1s, mute: [noise]}
                        """, Optional.empty());

        // Then
        assertThat(thresholds.problems())
                .extracting(DocumentProblem::path)
                .contains(
                        "defaults.refusals", "defaults.refusal", "sites.site-1.drop_learning", "sites.site-1.mute[0]");
    }

    @Test
    void takesTheSitesThatAreRightAndKeepsTheOthersAsTheyWere() throws Exception {
        // Given
        SiteThresholds before = SiteThresholds.read("""
                        defaults: {refusals: 50}
                        sites:
                          site-1: {camera_rate: 600}
                          site-2: {camera_rate: many}
                          site-4: {camera_rate: 700}
                        """, Optional.empty()).value();

        // When
        var after = SiteThresholds.read("""
                defaults: {refusals: -1}
                sites:
                  site-1: {camera_rate: many}
                  site-2: {camera_rat: 5}
                  site-3: {camera_rate: 400}
                """, Optional.of(before));

        // Then
        assertThat(before.of(new WatchSubject("site-2", null))).isEqualTo(before.standard());
        assertThat(after.refusedElements()).isEqualTo(3);
        assertThat(after.value().standard().refusals()).isEqualTo(50);
        assertThat(after.value().of(new WatchSubject("site-1", null)).cameraRate())
                .isEqualTo(600);
        assertThat(after.value().of(new WatchSubject("site-2", null))).isEqualTo(before.standard());
        assertThat(after.value().of(new WatchSubject("site-3", null)).cameraRate())
                .isEqualTo(400);
        assertThat(after.value().of(new WatchSubject("site-4", null))).isEqualTo(before.standard());
    }

    @Test
    void refusesWhatIsNoFileOfThresholds() {
        for (String text : List.of("", "sites: [site-1]", "site: {}", "defaults: {", "- refusals")) {
            assertThatThrownBy(() -> SiteThresholds.read(text, Optional.empty()))
                    .as(text)
                    .isInstanceOf(InvalidDocument.class);
        }
    }
}
