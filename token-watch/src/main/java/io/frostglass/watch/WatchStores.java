package io.frostglass.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.jspecify.annotations.Nullable;

/// Everything that is remembered, each of it bounded:
///
/// | store | holds | for as long as |
/// |---|---|---|
/// | `window-counts` | counts by window and subject | until the window is closed, about a quarter of an hour |
/// | `pasts` | what is known of a site or camera, some 150 bytes | it has been seen in the last 30 days |
/// | `tokens` | a trace of each token | `watch.memory.ms` |
/// | `events` | ids of sanitized events that have no token yet | `watch.memory.ms` |
/// | `progress` | how far each partition of the audit log is read | always; a number each |
///
/// They are in memory, with a log on the broker to begin again from.
final class WatchStores {

    private static final String COUNTS = "window-counts";
    private static final String PASTS = "pasts";
    private static final String TOKENS = "tokens";
    private static final String EVENTS = "events";
    private static final String PROGRESS = "progress";

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);

    /// Most writes replace an earlier one: what a start has to read again stays small if the log is compacted often.
    private static final Map<String, String> COMPACTED_OFTEN =
            Map.of("segment.bytes", Integer.toString(16 * 1024 * 1024), "min.cleanable.dirty.ratio", "0.1");

    private static final String BEGAN = "began";
    private static final String CLOSED = "closed";
    private static final String PARTITION = "partition-";
    private static final byte[] SEEN = {1};

    /// Of a time in a key, so that keys sort by time.
    private static final int PREFIX_LENGTH = 15;

    private final KeyValueStore<String, byte[]> counts;
    private final KeyValueStore<String, byte[]> pasts;
    private final KeyValueStore<String, Long> progress;
    private final WindowStore<String, byte[]> tokens;
    private final WindowStore<String, byte[]> events;
    private final Duration memory;

    private WatchStores(ProcessorContext<?, ?> context, Duration memory) {
        this.counts = context.getStateStore(COUNTS);
        this.pasts = context.getStateStore(PASTS);
        this.progress = context.getStateStore(PROGRESS);
        this.tokens = context.getStateStore(TOKENS);
        this.events = context.getStateStore(EVENTS);
        this.memory = memory;
    }

    static WatchStores of(ProcessorContext<?, ?> context, Duration memory) {
        return new WatchStores(context, memory);
    }

    /// What a topology has to have for them.
    static Set<StoreBuilder<?>> builders(Duration memory) {
        return new LinkedHashSet<>(List.of(
                keyValue(COUNTS, Serdes.ByteArray()),
                keyValue(PASTS, Serdes.ByteArray()),
                keyValue(PROGRESS, Serdes.Long()),
                windowed(TOKENS, memory),
                windowed(EVENTS, memory)));
    }

    /// Their names, for the test that they stay bounded.
    static List<String> names() {
        return List.of(COUNTS, PASTS, PROGRESS, TOKENS, EVENTS);
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> keyValue(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingEnabled(COMPACTED_OFTEN);
    }

    /// Times in it are begins of windows: looking for a key passes the few windows of the memory, not every moment.
    private static StoreBuilder<WindowStore<String, byte[]>> windowed(String name, Duration memory) {
        var store = Stores.inMemoryWindowStore(name, memory.plus(CountWindow.LENGTH), CountWindow.LENGTH, false);
        return Stores.windowStoreBuilder(store, Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(COMPACTED_OFTEN);
    }

    // Counts

    WindowCounts counts(CountWindow countWindow, WatchSubject watchSubject) {
        byte[] bytes = counts.get(key(countWindow, watchSubject));
        return bytes == null ? WindowCounts.NONE : WindowCounts.of(bytes);
    }

    void put(CountWindow countWindow, WatchSubject watchSubject, WindowCounts now) {
        counts.put(key(countWindow, watchSubject), now.bytes());
    }

    /// The first window from one on, and before another, in which something was counted.
    Optional<CountWindow> firstCounted(CountWindow from, CountWindow before) {
        try (var found = counts.range(prefix(from), prefix(before))) {
            return found.hasNext()
                    ? Optional.of(
                            new CountWindow(Long.parseLong(found.peekNextKey().substring(0, PREFIX_LENGTH))))
                    : Optional.empty();
        }
    }

    /// All that was counted in a window, which is forgotten here.
    Map<WatchSubject, WindowCounts> take(CountWindow countWindow) {
        var taken = new LinkedHashMap<WatchSubject, WindowCounts>();
        try (var found = counts.range(prefix(countWindow), prefix(countWindow.next()))) {
            found.forEachRemaining(entry ->
                    taken.put(WatchSubject.of(entry.key.substring(PREFIX_LENGTH)), WindowCounts.of(entry.value)));
        }
        taken.keySet().forEach(watchSubject -> counts.delete(key(countWindow, watchSubject)));
        return taken;
    }

    /// Sorts by time.
    private static String prefix(CountWindow countWindow) {
        String digits = Long.toString(countWindow.start());
        return "0".repeat(PREFIX_LENGTH - digits.length()) + digits;
    }

    private static String key(CountWindow countWindow, WatchSubject watchSubject) {
        return prefix(countWindow) + watchSubject.key();
    }

    // Pasts

    SubjectHistory past(WatchSubject watchSubject, long at) {
        byte[] bytes = pasts.get(watchSubject.key());
        return bytes == null ? SubjectHistory.begin(at) : SubjectHistory.of(bytes, at);
    }

    /// A subject was seen: from now on windows in which it is not are silent.
    void seen(WatchSubject watchSubject, CountWindow countWindow, long at) {
        byte[] bytes = pasts.get(watchSubject.key());
        if (bytes == null) {
            pasts.put(watchSubject.key(), SubjectHistory.begin(at).bytes());
            return;
        }
        SubjectHistory subjectHistory = SubjectHistory.of(bytes, at);
        if (subjectHistory.last() < countWindow.start()) {
            pasts.put(watchSubject.key(), subjectHistory.seenIn(countWindow).bytes());
        }
    }

    void put(WatchSubject watchSubject, SubjectHistory subjectHistory, CountWindow closed) {
        boolean forgotten = closed.start() - subjectHistory.last() > FORGOTTEN_AFTER.toMillis();
        pasts.put(watchSubject.key(), forgotten ? null : subjectHistory.bytes());
    }

    /// Each site with its cameras, one after the other.
    void forEachSite(long at, BiConsumer<WatchSubject, Map<WatchSubject, SubjectHistory>> action) {
        var site = new LinkedHashMap<WatchSubject, SubjectHistory>();
        try (KeyValueIterator<String, byte[]> all = pasts.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                WatchSubject watchSubject = WatchSubject.of(entry.key);
                if (!site.isEmpty() && !site.firstEntry().getKey().site().equals(watchSubject.site())) {
                    action.accept(site.firstEntry().getKey().whole(), Map.copyOf(site));
                    site.clear();
                }
                site.put(watchSubject, SubjectHistory.of(entry.value, at));
            }
        }
        if (!site.isEmpty()) {
            action.accept(site.firstEntry().getKey().whole(), Map.copyOf(site));
        }
    }

    // Tokens and events

    TokenTrace token(String token, long at) {
        return find(tokens, token, at, (countWindow, bytes) -> TokenTrace.of(bytes))
                .orElse(TokenTrace.UNKNOWN);
    }

    void put(String token, TokenTrace trace, long at) {
        CountWindow countWindow =
                find(tokens, token, at, (found, bytes) -> found).orElseGet(() -> CountWindow.of(at));
        tokens.put(token, trace.bytes(), countWindow.start());
    }

    /// A sanitized event that may get a token.
    void expect(String event, long at) {
        events.put(event, SEEN, CountWindow.of(at).start());
    }

    /// Whether a sanitized event was there to get a token; it is no longer.
    boolean take(@Nullable String event, long at) {
        if (event == null) {
            return false;
        }
        Optional<CountWindow> expected = find(events, event, at, (countWindow, bytes) -> countWindow);
        expected.ifPresent(countWindow -> events.put(event, null, countWindow.start()));
        return expected.isPresent();
    }

    private interface Found<T> {
        T of(CountWindow countWindow, byte[] bytes);
    }

    private <T> Optional<T> find(WindowStore<String, byte[]> store, String key, long at, Found<T> found) {
        Instant from = Instant.ofEpochMilli(Math.max(0, at - memory.toMillis() - CountWindow.LENGTH.toMillis()));
        Instant to = Instant.ofEpochMilli(at).plus(CountWindow.LENGTH);
        try (var entries = store.fetch(key, from, to)) {
            return entries.hasNext() ? Optional.of(of(entries.next(), found)) : Optional.empty();
        }
    }

    private static <T> T of(KeyValue<Long, byte[]> entry, Found<T> found) {
        return found.of(new CountWindow(entry.key), entry.value);
    }

    // Progress

    /// When the first entry was done that was read here.
    long began(long at) {
        return remembered(BEGAN, () -> at);
    }

    /// The first window that is not closed.
    CountWindow open(long at) {
        return new CountWindow(remembered(CLOSED, () -> CountWindow.of(at).start()));
    }

    void closedBefore(CountWindow countWindow) {
        progress.put(CLOSED, countWindow.start());
    }

    void reached(String partition, long at) {
        Long before = progress.get(PARTITION + partition);
        if (before == null || before < at) {
            progress.put(PARTITION + partition, at);
        }
    }

    /// How far each partition has been read.
    AuditProgress auditProgress() {
        var all = new AuditProgress();
        try (var partitions = progress.range(PARTITION, PARTITION + ":")) {
            partitions.forEachRemaining(
                    entry -> all.reached(Integer.parseInt(entry.key.substring(PARTITION.length())), entry.value));
        }
        return all;
    }

    private long remembered(String key, Supplier<Long> first) {
        Long known = progress.get(key);
        if (known == null) {
            known = Objects.requireNonNull(first.get());
            progress.put(key, known);
        }
        return known;
    }
}
