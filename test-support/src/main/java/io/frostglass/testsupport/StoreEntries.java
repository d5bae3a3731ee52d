package io.frostglass.testsupport;

import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/// How many entries the state stores of a topology hold.
public final class StoreEntries {

    private StoreEntries() {}

    /// Counts them, by the name of the store.
    ///
    /// @throws IllegalArgumentException if a store holds neither keys nor windows
    public static Map<String, Integer> count(TopologyTestDriver driver) {
        var counts = new TreeMap<String, Integer>();
        driver.getAllStateStores().forEach((name, store) -> counts.put(name, count(store)));
        return counts;
    }

    private static int count(StateStore store) {
        return switch (store) {
            case ReadOnlyKeyValueStore<?, ?> keyValue -> {
                try (var all = keyValue.all()) {
                    yield count(all);
                }
            }
            case ReadOnlyWindowStore<?, ?> windows -> {
                try (var all = windows.all()) {
                    yield count(all);
                }
            }
            default -> throw new IllegalArgumentException("neither keys nor windows: " + store.name());
        };
    }

    private static int count(Iterator<?> entries) {
        int count = 0;
        while (entries.hasNext()) {
            entries.next();
            count++;
        }
        return count;
    }
}
