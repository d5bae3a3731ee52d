package io.frostglass.topics;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a cluster differs from the catalogue.
///
/// @param changes what is done about it, in this order
/// @param leftAlone what is left to people
public record Plan(List<Change> changes, List<Difference> leftAlone) {

    public Plan {
        changes = List.copyOf(changes);
        leftAlone = List.copyOf(leftAlone);
    }

    /// Whether the cluster is as the catalogue says, as far as [Provisioning] can make it so.
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// A line per change (`+`) and per difference left alone (`!`), for people.
    public String describe() {
        return Stream.concat(
                        changes.stream().map(change -> "+ " + change.describe()),
                        leftAlone.stream().map(difference -> "! " + difference.describe()))
                .collect(Collectors.joining("\n"));
    }
}
