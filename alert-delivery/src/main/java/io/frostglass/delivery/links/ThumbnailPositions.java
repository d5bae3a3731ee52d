package io.frostglass.delivery.links;

import io.frostglass.alerts.Escalation;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// Where the thumbnails of the alerts under way are in their topic. A message can be made of several alerts, so its
/// picture is found by its hash.
public final class ThumbnailPositions {

    private final ConcurrentMap<String, ThumbnailPosition> positions = new ConcurrentHashMap<>();

    /// The position of a record.
    record ThumbnailPosition(int partition, long offset) {}

    /// A delivery of an alert begins.
    public void add(Escalation alert, int partition, long offset) {
        if (alert.getThumbnail() != null) {
            positions.put(LinkSettings.hash(alert.getThumbnail()), new ThumbnailPosition(partition, offset));
        }
    }

    /// It has ended.
    public void remove(Escalation alert, int partition, long offset) {
        if (alert.getThumbnail() != null) {
            positions.remove(LinkSettings.hash(alert.getThumbnail()), new ThumbnailPosition(partition, offset));
        }
    }

    Optional<ThumbnailPosition> find(String hash) {
        return Optional.ofNullable(positions.get(hash));
    }
}
