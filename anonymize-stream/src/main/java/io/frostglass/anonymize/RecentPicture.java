package io.frostglass.anonymize;

import io.frostglass.veil.PerceptualHash;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// A picture that later ones may repeat.
///
/// @param eventId the event that it belongs to
/// @param hash of the picture before the veil
/// @param labels words of the vocabulary: what the camera saw in it
record RecentPicture(String eventId, PerceptualHash hash, Set<String> labels) {

    private static final int HASH_DIGITS = 16;

    RecentPicture {
        labels = Set.copyOf(labels);
    }

    /// Hash and labels as text: 16 hex digits and the labels, each with a comma before it.
    String text() {
        return HexFormat.of().toHexDigits(hash.bits())
                + new TreeSet<>(labels).stream().map(label -> "," + label).collect(Collectors.joining());
    }

    static RecentPicture parse(String eventId, String text) {
        var hash = new PerceptualHash(HexFormat.fromHexDigitsToLong(text, 0, HASH_DIGITS));
        Set<String> labels = text.length() == HASH_DIGITS
                ? Set.of()
                : Set.copyOf(Arrays.asList(text.substring(HASH_DIGITS + 1).split(",")));
        return new RecentPicture(eventId, hash, labels);
    }
}
