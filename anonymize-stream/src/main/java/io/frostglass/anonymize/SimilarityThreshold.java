package io.frostglass.anonymize;

import io.frostglass.cameras.Site;
import java.time.Duration;
import java.util.Optional;

/// When two pictures show the same scene.
///
/// @param window how long after the first picture another can be its duplicate; zero: never
/// @param distance how many bits of the perceptual hashes may differ
record SimilarityThreshold(Duration window, int distance) {

    /// The threshold of a site: its own values, and these for the rest.
    SimilarityThreshold at(Optional<Site> site) {
        return site.map(Site::duplicateSettings)
                .map(own -> new SimilarityThreshold(
                        own.window().orElse(window), own.distance().orElse(distance)))
                .orElse(this);
    }

    boolean mergesDuplicates() {
        return window.isPositive();
    }
}
