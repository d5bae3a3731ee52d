package io.frostglass.gateway.guard;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the guard says of a text. A check that did not run is not in it.
///
/// @param results what each check found, in the order in which they ran
public record GuardReport(Map<String, Optional<GuardFinding>> results) {

    public GuardReport {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /// Why the text may not go on.
    public Optional<GuardFinding> found() {
        return results.values().stream().flatMap(Optional::stream).findFirst();
    }

    /// The checks that ran, each with what it said: `network:passed`, `personal:blocked`.
    public List<String> codes() {
        return results.entrySet().stream()
                .map(entry -> entry.getKey() + (entry.getValue().isPresent() ? ":blocked" : ":passed"))
                .toList();
    }
}
