package io.frostglass.gateway.guard;

import io.frostglass.gateway.guard.CheckResult.Blocked;
import io.frostglass.gateway.guard.CheckResult.Redacted;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the guard did with a text. A check that did not run is not in it.
///
/// @param text what may go on; of no use if something blocked it
/// @param results by check, in the order in which they ran
public record GuardReport(String text, Map<String, CheckResult> results) {

    public GuardReport {
        results = Collections.unmodifiableMap(new LinkedHashMap<>(results));
    }

    /// Why it may not go on.
    public Optional<Finding> blocked() {
        return results.values().stream()
                .filter(Blocked.class::isInstance)
                .map(result -> ((Blocked) result).finding())
                .findFirst();
    }

    /// What was taken out.
    public List<Finding> redacted() {
        return results.values().stream()
                .filter(Redacted.class::isInstance)
                .map(result -> ((Redacted) result).finding())
                .toList();
    }

    /// The checks that ran, each with what it said: `link:passed`, `phone:redacted`.
    public List<String> words() {
        return results.entrySet().stream()
                .map(entry -> entry.getKey() + ":"
                        + switch (entry.getValue()) {
                            case CheckResult.Passed _ -> "passed";
                            case Redacted _ -> "redacted";
                            case Blocked _ -> "blocked";
                        })
                .toList();
    }

    @Override
    public String toString() {
        return "GuardReport" + words();
    }
}
