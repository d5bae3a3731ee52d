package io.frostglass.anonymize;

import io.frostglass.anonymize.RecentPictures.RecentPicture;
import io.frostglass.restricted.NamedPattern;
import io.frostglass.veil.PerceptualHash;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Finds the picture or known scene that is most similar to a picture.
///
/// @param distance how many bits of the hashes may differ
record SimilarPictureFinder(PerceptualHash hash, Set<String> labels, int distance) {

    /// The earlier picture that it repeats. A picture with a new label repeats none, however similar it is: a person
    /// far from the camera changes few bits.
    Optional<RecentPicture> repeated(List<RecentPicture> earlier) {
        return nearest(
                earlier,
                picture -> picture.labels().containsAll(labels) ? hash.distance(picture.hash()) : Integer.MAX_VALUE);
    }

    /// The known scene that it shows.
    Optional<NamedPattern> known(List<NamedPattern> patterns) {
        return nearest(patterns, pattern -> hash.distance(new PerceptualHash(pattern.getHash())));
    }

    /// The nearest; of several at the same distance, the first.
    private <T> Optional<T> nearest(List<T> others, ToIntFunction<T> distanceTo) {
        @Nullable T nearest = null;
        int least = distance + 1;
        for (T other : hash.isTelling() ? others : List.<T>of()) {
            int apart = distanceTo.applyAsInt(other);
            if (apart < least) {
                least = apart;
                nearest = other;
            }
        }
        return Optional.ofNullable(nearest);
    }
}
