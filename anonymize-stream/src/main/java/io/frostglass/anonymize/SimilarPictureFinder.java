package io.frostglass.anonymize;

import io.frostglass.restricted.NamedPattern;
import io.frostglass.veil.PerceptualHash;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// Finds what a picture looks like among others.
///
/// @param hash of the picture
/// @param labels what the camera saw in it
/// @param distance in how many bits others may differ
record SimilarPictureFinder(PerceptualHash hash, Set<String> labels, int distance) {

    /// The earlier picture that it repeats: the one most alike. One that shows something for the first time repeats
    /// none, however alike it looks: a person far from the camera changes few of its bits.
    Optional<RecentPicture> repeated(Iterator<RecentPicture> earlier) {
        return nearest(
                earlier,
                picture -> picture.labels().containsAll(labels) ? hash.distance(picture.hash()) : Integer.MAX_VALUE);
    }

    /// The known scene that it shows: the one most alike.
    Optional<NamedPattern> known(Iterator<NamedPattern> patterns) {
        return nearest(patterns, pattern -> hash.distance(new PerceptualHash(pattern.getHash())));
    }

    /// Of several as near, the first.
    private <T> Optional<T> nearest(Iterator<T> others, ToIntFunction<T> far) {
        @Nullable T nearest = null;
        int least = distance + 1;
        while (hash.isTelling() && others.hasNext()) {
            T other = others.next();
            int apart = far.applyAsInt(other);
            if (apart < least) {
                least = apart;
                nearest = other;
            }
        }
        return Optional.ofNullable(nearest);
    }
}
