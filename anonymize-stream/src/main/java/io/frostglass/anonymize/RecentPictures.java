package io.frostglass.anonymize;

import io.frostglass.cameras.Site.DuplicateSettings;
import io.frostglass.veil.PerceptualHash;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/// The pictures of the last minutes that are not duplicates, by site. The store is in memory, and its changelog
/// restores it wherever the site's partition goes. It drops pictures older than the longest window.
record RecentPictures(WindowStore<String, String> store) {

    static final String STORE = "recent-pictures";

    /// For differences between the clocks of brokers.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// Separates site and event in the store's key. Neither contains it.
    private static final char END = '\0';

    static StoreBuilder<WindowStore<String, String>> inMemory() {
        var retention = DuplicateSettings.MAX_WINDOW.plus(SLACK);
        return Stores.windowStoreBuilder(
                        Stores.inMemoryWindowStore(STORE, retention, retention, false),
                        Serdes.String(),
                        Serdes.String())
                // Kafka deletes whole segments: with the default of a week, the hashes of an hour could stay for eight
                // days, also if somebody asked to have them erased.
                .withLoggingEnabled(Map.of(
                        TopicConfig.SEGMENT_MS_CONFIG,
                        Long.toString(Duration.ofHours(1).toMillis())));
    }

    void add(String siteId, Instant at, RecentPicture picture) {
        store.put(siteId + END + picture.eventId(), picture.text(), at.toEpochMilli());
    }

    /// The earlier picture that this one repeats.
    ///
    /// @param at when this one was received
    /// @param window how long before the other picture was received; or after, if partitions are read at different
    ///     speeds
    Optional<RecentPicture> repeated(String siteId, Instant at, Duration window, SimilarPictureFinder picture) {
        try (var found = store.fetch(siteId + END, siteId + (char) (END + 1), at.minus(window), at.plus(window))) {
            var earlier = new ArrayList<RecentPicture>();
            found.forEachRemaining(entry -> {
                String key = entry.key.key();
                earlier.add(RecentPicture.parse(key.substring(key.indexOf(END) + 1), entry.value));
            });
            return picture.repeated(earlier);
        }
    }

    /// A picture that later ones may repeat.
    ///
    /// @param hash of the picture before the veil
    /// @param labels of the vocabulary, as sent with it
    record RecentPicture(String eventId, PerceptualHash hash, Set<String> labels) {

        private static final int HASH_DIGITS = 16;

        /// Hash and labels as text: 16 hex digits and the labels, each after a comma.
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
}
