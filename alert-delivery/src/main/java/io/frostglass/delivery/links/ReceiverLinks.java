package io.frostglass.delivery.links;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.delivery.links.LinkTarget.IncidentLink;
import io.frostglass.delivery.links.LinkTarget.ThumbnailLink;
import io.frostglass.delivery.receivers.AlertLinks;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.topics.IncidentId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/// The links in the messages of one receiver.
///
/// @param receiver its name
public record ReceiverLinks(LinkSettings settings, String receiver, ThumbnailPositions thumbnails, InstantSource clock)
        implements AlertLinks {

    @Override
    public Optional<String> actions(Escalation alert) {
        Incident incident = alert.getIncident();
        if (incident == null || !ReceiverApi.takesActions(alert)) {
            return Optional.empty();
        }
        var actions = incident.getStatus() == IncidentStatus.open
                ? Set.of(IncidentActionKind.acknowledge, IncidentActionKind.resolve)
                : Set.of(IncidentActionKind.resolve);
        return IncidentId.parse(incident.getIncidentId())
                .map(id -> new IncidentLink(receiver, expires(settings.valid()), id, actions))
                .map(page -> url(LinkSettings.INCIDENTS, page));
    }

    @Override
    public Optional<String> thumbnail(Escalation alert) {
        if (alert.getThumbnail() == null) {
            return Optional.empty();
        }
        String hash = LinkSettings.hash(alert.getThumbnail());
        return thumbnails
                .find(hash)
                .map(at -> new ThumbnailLink(
                        receiver, expires(settings.thumbnailsValid()), at.partition(), at.offset(), hash))
                .map(thumbnail -> url(LinkSettings.THUMBNAILS, thumbnail));
    }

    private Instant expires(Duration valid) {
        return clock.instant().plus(valid).truncatedTo(ChronoUnit.SECONDS);
    }

    private String url(String path, LinkTarget target) {
        return settings.publicUrl() + path + settings.codec().write(target);
    }

    @Override
    public boolean permits(String url, Escalation alert) {
        return target(url, LinkSettings.INCIDENTS, settings.valid())
                .filter(IncidentLink.class::isInstance)
                .map(IncidentLink.class::cast)
                .map(page -> page.incident().text().equals(ReceiverApi.incident(alert)))
                .or(() -> target(url, LinkSettings.THUMBNAILS, settings.thumbnailsValid())
                        .filter(ThumbnailLink.class::isInstance)
                        .map(ThumbnailLink.class::cast)
                        .map(thumbnail -> LinkSettings.hasThumbnail(alert, thumbnail.hash())))
                .orElse(false);
    }

    private Optional<LinkTarget> target(String url, String path, Duration valid) {
        String begin = settings.publicUrl() + path;
        return url.startsWith(begin)
                ? settings.codec()
                        .read(url.substring(begin.length()))
                        .filter(target -> target.receiver().equals(receiver))
                        .filter(target ->
                                !target.expires().isAfter(clock.instant().plus(valid)))
                : Optional.empty();
    }
}
