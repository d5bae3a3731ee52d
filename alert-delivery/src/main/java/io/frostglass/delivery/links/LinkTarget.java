package io.frostglass.delivery.links;

import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.topics.IncidentId;
import java.time.Instant;
import java.util.Set;

/// What a link is for.
sealed interface LinkTarget {

    /// The name of the receiver whose message has the link.
    String receiver();

    /// To the second.
    Instant expires();

    /// A page about one incident.
    ///
    /// @param actions that it offers: [IncidentActionKind#acknowledge], [IncidentActionKind#resolve] or both
    record IncidentLink(String receiver, Instant expires, IncidentId incident, Set<IncidentActionKind> actions)
            implements LinkTarget {
        public IncidentLink {
            actions = Set.copyOf(actions);
        }
    }

    /// The thumbnail of one alert.
    ///
    /// @param partition of the alert's record in its topic
    /// @param offset of that record
    /// @param hash SHA-256 of the picture, its first 32 hex digits
    record ThumbnailLink(String receiver, Instant expires, int partition, long offset, String hash)
            implements LinkTarget {}
}
