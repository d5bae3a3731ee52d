package io.frostglass.anonymize;

import io.frostglass.cameras.Site;
import java.time.Duration;
import java.util.Optional;

/// When two pictures count as the same scene.
///
/// @param window how long after the first picture another can repeat it; zero: none does
/// @param distance in how many bits the perceptual hashes may differ
record SimilarityThreshold(Duration window, int distance) {

    /// With what the site says for itself.
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
