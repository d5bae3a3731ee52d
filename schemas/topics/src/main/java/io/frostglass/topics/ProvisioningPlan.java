package io.frostglass.topics;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// How a cluster differs from the catalogue.
///
/// @param changes what the provisioner does about it, in this order
/// @param leftAlone what people must decide
public record ProvisioningPlan(List<ClusterChange> changes, List<ClusterDifference> leftAlone) {

    public ProvisioningPlan {
        changes = List.copyOf(changes);
        leftAlone = List.copyOf(leftAlone);
    }

    /// Whether the cluster is as the catalogue says, as far as [ClusterProvisioner] can make it so.
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /// For people: a line per change (`+`) and per difference left alone (`!`), each ended by a line feed.
    public String describe() {
        if (changes.isEmpty() && leftAlone.isEmpty()) {
            return "the cluster is as the catalogue says\n";
        }
        return Stream.concat(
                        changes.stream().map(change -> "+ " + change.describe() + "\n"),
                        leftAlone.stream().map(difference -> "! " + difference.describe() + "\n"))
                .collect(Collectors.joining());
    }
}
