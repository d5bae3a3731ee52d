package io.frostglass.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
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

/// The state of token-watch, all of it bounded:
///
/// | store | holds | for as long as |
/// |---|---|---|
/// | `window-counts` | counts by window and subject | until the window is closed, about a quarter of an hour |
/// | `pasts` | the history of a site or camera, some 150 bytes | 30 days after its last entry |
/// | `tokens` | a trace of each token | `watch.memory.ms` |
/// | `events` | ids of events with a sanitized event and no token, or the other way round | `watch.memory.ms` |
/// | `progress` | the time up to which each partition of the audit log is read | always; a number each |
///
/// They are in memory, with changelogs on the broker.
final class WatchStores {

    private static final String COUNTS = "window-counts";
    private static final String PASTS = "pasts";
    private static final String TOKENS = "tokens";
    private static final String EVENTS = "events";
    private static final String PROGRESS = "progress";

    private static final Duration FORGOTTEN_AFTER = Duration.ofDays(30);
    private static final Duration IDLE_AFTER = Duration.ofMinutes(15);

    /// Most writes replace an earlier one: frequent compaction keeps the changelogs short.
    private static final Map<String, String> COMPACTED_OFTEN =
            Map.of("segment.bytes", Integer.toString(16 * 1024 * 1024), "min.cleanable.dirty.ratio", "0.1");

    private static final String BEGAN = "began";
    private static final String CLOSED = "closed";
    private static final String PARTITION = "partition-";
    private static final byte[] SANITIZED = {1};
    private static final byte[] MINTED = {2};

    /// Digits of the time in a key; keys sort by time.
    private static final int PREFIX_LENGTH = 15;

    private final KeyValueStore<String, byte[]> counts;
    private final KeyValueStore<String, byte[]> pasts;
    private final KeyValueStore<String, Long> progress;
    private final WindowStore<String, byte[]> tokens;
    private final WindowStore<String, byte[]> events;
    private final Duration memory;

    WatchStores(ProcessorContext<?, ?> context, Duration memory) {
        this.counts = context.getStateStore(COUNTS);
        this.pasts = context.getStateStore(PASTS);
        this.progress = context.getStateStore(PROGRESS);
        this.tokens = context.getStateStore(TOKENS);
        this.events = context.getStateStore(EVENTS);
        this.memory = memory;
    }

    static Set<StoreBuilder<?>> builders(Duration memory) {
        return new LinkedHashSet<>(List.of(
                keyValue(COUNTS, Serdes.ByteArray()),
                keyValue(PASTS, Serdes.ByteArray()),
                keyValue(PROGRESS, Serdes.Long()),
                windowed(TOKENS, memory),
                windowed(EVENTS, memory)));
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> keyValue(String name, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values)
                .withLoggingEnabled(COMPACTED_OFTEN);
    }

    /// Its times are starts of windows: a search for a key visits the few windows of the memory.
    private static StoreBuilder<WindowStore<String, byte[]>> windowed(String name, Duration memory) {
        var store = Stores.inMemoryWindowStore(name, memory.plus(CountWindow.LENGTH), CountWindow.LENGTH, false);
        return Stores.windowStoreBuilder(store, Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(COMPACTED_OFTEN);
    }

    // Counts

    WindowCounts counts(CountWindow window, WatchSubject subject) {
        byte[] bytes = counts.get(key(window, subject));
        return bytes == null ? WindowCounts.NONE : WindowCounts.of(bytes);
    }

    void put(CountWindow window, WatchSubject subject, WindowCounts now) {
        counts.put(key(window, subject), now.bytes());
    }

    /// The first window with a count, from one window up to before another.
    Optional<CountWindow> firstCounted(CountWindow from, CountWindow before) {
        try (var found = counts.range(prefix(from), prefix(before))) {
            return found.hasNext()
                    ? Optional.of(
                            new CountWindow(Long.parseLong(found.peekNextKey().substring(0, PREFIX_LENGTH))))
                    : Optional.empty();
        }
    }

    /// All counts of a window, which it deletes.
    Map<WatchSubject, WindowCounts> take(CountWindow window) {
        var taken = new LinkedHashMap<WatchSubject, WindowCounts>();
        try (var found = counts.range(prefix(window), prefix(window.next()))) {
            found.forEachRemaining(entry ->
                    taken.put(WatchSubject.of(entry.key.substring(PREFIX_LENGTH)), WindowCounts.of(entry.value)));
        }
        taken.keySet().forEach(subject -> counts.delete(key(window, subject)));
        return taken;
    }

    private static String prefix(CountWindow window) {
        String digits = Long.toString(window.start());
        return "0".repeat(PREFIX_LENGTH - digits.length()) + digits;
    }

    private static String key(CountWindow window, WatchSubject subject) {
        return prefix(window) + subject.key();
    }

    // Histories

    SubjectHistory past(WatchSubject subject, long at) {
        byte[] bytes = pasts.get(subject.key());
        return bytes == null ? SubjectHistory.begin(at) : SubjectHistory.of(bytes, at);
    }

    void seen(WatchSubject subject, CountWindow window, long at) {
        byte[] bytes = pasts.get(subject.key());
        if (bytes == null) {
            pasts.put(subject.key(), SubjectHistory.begin(at).bytes());
            return;
        }
        SubjectHistory history = SubjectHistory.of(bytes, at);
        if (history.last() < window.start()) {
            pasts.put(subject.key(), history.seenIn(window).bytes());
        }
    }

    void put(WatchSubject subject, SubjectHistory history, CountWindow closed) {
        boolean forgotten = closed.start() - history.last() > FORGOTTEN_AFTER.toMillis();
        pasts.put(subject.key(), forgotten ? null : history.bytes());
    }

    void forEachSite(long at, BiConsumer<WatchSubject, Map<WatchSubject, SubjectHistory>> action) {
        var site = new LinkedHashMap<WatchSubject, SubjectHistory>();
        try (KeyValueIterator<String, byte[]> all = pasts.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                WatchSubject subject = WatchSubject.of(entry.key);
                if (!site.isEmpty() && !site.firstEntry().getKey().site().equals(subject.site())) {
                    action.accept(site.firstEntry().getKey().whole(), Map.copyOf(site));
                    site.clear();
                }
                site.put(subject, SubjectHistory.of(entry.value, at));
            }
        }
        if (!site.isEmpty()) {
            action.accept(site.firstEntry().getKey().whole(), Map.copyOf(site));
        }
    }

    // Tokens and events

    TokenTrace token(String token, long at) {
        return find(tokens, token, at).map(found -> TokenTrace.of(found.value)).orElse(TokenTrace.UNKNOWN);
    }

    void put(String token, TokenTrace trace, long at) {
        long start = find(tokens, token, at)
                .map(found -> found.key)
                .orElseGet(() -> CountWindow.of(at).start());
        tokens.put(token, trace.bytes(), start);
    }

    /// Notes a sanitized event, which may get a token. If its token came first, removes that.
    ///
    /// @return the window of the token that came first
    Optional<CountWindow> sanitized(String event, long at) {
        Optional<CountWindow> minted = take(event, MINTED, at);
        if (minted.isEmpty()) {
            events.put(event, SANITIZED, CountWindow.of(at).start());
        }
        return minted;
    }

    /// Removes a sanitized event that gets its token. If there is none, notes the token.
    ///
    /// @return whether there was one, or may have been one: those from before the first entry are unknown
    boolean minted(@Nullable String event, long at) {
        boolean mayJudge = at >= began(at) + memory.toMillis();
        boolean matched = event != null && take(event, SANITIZED, at).isPresent();
        if (event != null && !matched && mayJudge) {
            events.put(event, MINTED, CountWindow.of(at).start());
        }
        return matched || !mayJudge;
    }

    private Optional<CountWindow> take(String event, byte[] what, long at) {
        var found = find(events, event, at).filter(it -> Arrays.equals(it.value, what));
        found.ifPresent(it -> events.put(event, null, it.key));
        return found.map(it -> new CountWindow(it.key));
    }

    private Optional<KeyValue<Long, byte[]>> find(WindowStore<String, byte[]> store, String key, long at) {
        Instant from = Instant.ofEpochMilli(Math.max(0, at - memory.toMillis() - CountWindow.LENGTH.toMillis()));
        Instant to = Instant.ofEpochMilli(at).plus(CountWindow.LENGTH);
        try (var entries = store.fetch(key, from, to)) {
            return entries.hasNext() ? Optional.of(entries.next()) : Optional.empty();
        }
    }

    // Progress

    /// The time of the first entry that was read.
    long began(long at) {
        return remembered(BEGAN, at);
    }

    /// The first window that is not closed.
    CountWindow open(long at) {
        return new CountWindow(remembered(CLOSED, CountWindow.of(at).start()));
    }

    void closedBefore(CountWindow window) {
        progress.put(CLOSED, window.start());
    }

    void reached(String partition, long at) {
        Long before = progress.get(PARTITION + partition);
        if (before == null || before < at) {
            progress.put(PARTITION + partition, at);
        }
    }

    /// The time up to which all partitions have been read; 0 before the first entry.
    long readUpTo() {
        var times = new ArrayList<Long>();
        try (var partitions = progress.range(PARTITION, PARTITION + ":")) {
            partitions.forEachRemaining(entry -> times.add(entry.value));
        }
        return readUpTo(times);
    }

    /// During a backlog one partition may be far ahead of the others, and a window must wait for all of them. A
    /// partition that is a quarter of an hour behind the first does not count: it may have no new entries.
    static long readUpTo(List<Long> partitions) {
        long first = partitions.stream().mapToLong(Long::longValue).max().orElse(0);
        return partitions.stream()
                .mapToLong(Long::longValue)
                .filter(at -> at >= first - IDLE_AFTER.toMillis())
                .min()
                .orElse(0);
    }

    private long remembered(String key, long first) {
        Long known = progress.putIfAbsent(key, first);
        return known == null ? first : known;
    }
}
