package io.frostglass.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.frostglass.sanitized.FindingKind;
import io.frostglass.settings.InvalidDocument;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThresholdsFileTest {

    @Test
    void takesWhatASiteDoesNotSayFromTheDefaultsAndThoseFromTheStandard() throws Exception {
        // When
        var thresholds = ThresholdsFile.parse("""
                defaults: {refusals: 50, burst_patience: 1h}
                sites:
                  site-1: {camera_rate: 600, mute: [never_used]}
                """);

        // Then
        Thresholds own = thresholds.of(new Subject("site-1", "cam-1"));
        assertThat(own.refusals()).isEqualTo(50);
        assertThat(own.cameraRate()).isEqualTo(600);
        assertThat(own.burstPatience()).isEqualTo(Duration.ofHours(1));
        assertThat(own.revocations()).isEqualTo(Thresholds.STANDARD.revocations());
        assertThat(own.muted()).containsExactly(FindingKind.never_used);
        assertThat(thresholds.of(new Subject("site-2", null)).muted()).isEmpty();
    }

    @Test
    void hasThresholdsForWhatIsAboutNoSite() throws Exception {
        // When
        var thresholds = ThresholdsFile.parse("sites: {all: {refusals: 5}}");

        // Then
        assertThat(thresholds.of(Subject.NOWHERE).refusals()).isEqualTo(5);
    }

    @Test
    void takesAnEmptyMappingForTheStandard() throws Exception {
        assertThat(ThresholdsFile.parse("{}")).isEqualTo(SiteThresholds.STANDARD);
    }

    @Test
    void namesEverythingThatIsWrong() {
        assertThatThrownBy(() -> ThresholdsFile.parse("""
                        defaults:
                          refusals: many
                          refusal: 3
                        sites:
                          site-1: {drop_learning: 1s, mute: [noise]}
                        """))
                .isInstanceOf(InvalidDocument.class)
                .hasMessageContaining("defaults.refusals")
                .hasMessageContaining("defaults.refusal")
                .hasMessageContaining("sites.site-1.drop_learning")
                .hasMessageContaining("sites.site-1.mute[0]");
    }
}
