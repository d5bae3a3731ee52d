package io.frostglass.tokens;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// A key log in memory, whose broker can be away or hide what is written.
final class FakeKeyLog implements KeyLog {

    final List<KeyChange> changes = new ArrayList<>();
    final Map<String, Instant> shown = new ConcurrentHashMap<>();
    boolean brokerIsAway;
    boolean hidden;

    @Nullable
    Instant requested;

    @Override
    public void write(KeyChange change) {
        if (brokerIsAway) {
            throw new IllegalStateException("no broker");
        }
        changes.add(change);
        if (!hidden) {
            shown.put(change.kid(), change.notAfter());
        }
    }

    @Override
    public Optional<Instant> shownUntil(String kid) {
        return Optional.ofNullable(shown.get(kid));
    }

    @Override
    public Optional<Instant> rotationRequested() {
        return Optional.ofNullable(requested);
    }

    List<KeyChange.KeyChangeKind> kinds() {
        return changes.stream().map(KeyChange::kind).toList();
    }
}
