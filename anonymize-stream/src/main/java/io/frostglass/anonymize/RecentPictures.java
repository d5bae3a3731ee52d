package io.frostglass.anonymize;

import io.frostglass.cameras.DuplicateSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/// The pictures of the last minutes that repeat no other, by site. In memory, and in a changelog that brings them back
/// wherever the site's partition goes; what is older than any window is dropped.
final class RecentPictures {

    static final String STORE = "recent-pictures";

    /// Clocks of brokers differ a little, and what is late by that must find what it repeats.
    private static final Duration SLACK = Duration.ofMinutes(1);

    /// Between site and event in the store's key; in neither of them.
    private static final char END = '\0';

    private final WindowStore<String, String> store;

    RecentPictures(WindowStore<String, String> store) {
        this.store = store;
    }

    static StoreBuilder<WindowStore<String, String>> store() {
        var retention = DuplicateSettings.MAX_WINDOW.plus(SLACK);
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore(STORE, retention, retention, false), Serdes.String(), Serdes.String());
    }

    void add(String siteId, Instant at, RecentPicture picture) {
        store.put(siteId + END + picture.eventId(), picture.text(), at.toEpochMilli());
    }

    /// The picture that this one repeats.
    ///
    /// @param at when this one was received
    /// @param window how far from it the other may be; also after it, where partitions are read at different speeds
    Optional<RecentPicture> repeated(String siteId, Instant at, Duration window, SimilarPictureFinder picture) {
        try (var found = store.fetch(siteId + END, siteId + (char) (END + 1), at.minus(window), at.plus(window))) {
            return picture.repeated(pictures(found));
        }
    }

    private static Iterator<RecentPicture> pictures(KeyValueIterator<Windowed<String>, String> found) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public RecentPicture next() {
                KeyValue<Windowed<String>, String> entry = found.next();
                String key = entry.key.key();
                return RecentPicture.parse(key.substring(key.indexOf(END) + 1), entry.value);
            }
        };
    }
}
