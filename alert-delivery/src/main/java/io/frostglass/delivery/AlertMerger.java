package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.IncidentStatus;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.ReceiverApi;
import io.frostglass.settings.Sha256;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/// Makes one alert of several about one incident, for a receiver that takes no more requests for now.
///
/// Of an incident with versions, the highest counts. Of an alert and what agents have added to it, nothing is
/// lost: the newest words come first and the others after them, the severity is the highest, and what only one
/// of them has (the picture, labels) stays.
final class AlertMerger {

    /// Of several changes, the one that is told: the first of these.
    private static final List<IncidentChange> FIRST_OF =
            List.of(IncidentChange.opened, IncidentChange.reopened, IncidentChange.escalated, IncidentChange.repeated);

    private AlertMerger() {}

    /// @param alerts of one incident, at least one
    static Escalation merge(List<Escalation> alerts) {
        return alerts.getFirst().getIncident() == null ? mergeUpdates(alerts) : mergeVersions(alerts);
    }

    /// The highest version, with what it lacks from the others. It notifies people if one of the others was to
    /// and the incident is still open: an acknowledgement takes back what nobody has seen yet.
    private static Escalation mergeVersions(List<Escalation> versions) {
        List<Escalation> newestFirst = versions.stream()
                .sorted(Comparator.comparingInt(AlertMerger::version).reversed())
                .toList();
        Escalation newest = newestFirst.getFirst();
        Incident incident = Objects.requireNonNull(newest.getIncident());
        IncidentChange change = incident.getStatus() != IncidentStatus.open
                ? incident.getChange()
                : newestFirst.stream()
                        .filter(ReceiverApi::notifies)
                        .map(alert ->
                                Objects.requireNonNull(alert.getIncident()).getChange())
                        .min(Comparator.comparingInt(FIRST_OF::indexOf))
                        .orElse(incident.getChange());
        return Escalation.newBuilder(newest)
                .setIncident(Incident.newBuilder(incident).setChange(change).build())
                .setThumbnail(newestFirst.stream()
                        .map(Escalation::getThumbnail)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null))
                .build();
    }

    /// The first message about an incident notifies people. Only receivers that a page is for get changes. If a
    /// change is the first message that one gets, the page has not come yet: Kafka hands it out later, after a
    /// crash for example. So the page goes out now, in the words of the change, and the other is needless. The
    /// page before a resolve has an id of its own, as the resolve is sent after it.
    ///
    /// An acknowledgement stays what it is.
    ///
    /// @param alert of an incident
    static Escalation asFirst(Escalation alert) {
        Incident incident = Objects.requireNonNull(alert.getIncident());
        boolean resolves = incident.getStatus() == IncidentStatus.resolved;
        if (ReceiverApi.notifies(alert)
                || incident.getStatus() == IncidentStatus.acknowledged
                || (resolves && incident.getVersion() == 1)) {
            return alert;
        }
        return Escalation.newBuilder(alert)
                .setAlertId(
                        resolves
                                ? "alr-"
                                        + Sha256.hex("page before " + alert.getAlertId())
                                                .substring(0, 32)
                                : alert.getAlertId())
                .setIncident(Incident.newBuilder(incident)
                        .setVersion(resolves ? incident.getVersion() - 1 : incident.getVersion())
                        .setStatus(IncidentStatus.open)
                        .setChange(IncidentChange.opened)
                        .build())
                .build();
    }

    private static int version(Escalation alert) {
        return Objects.requireNonNull(alert.getIncident()).getVersion();
    }

    private static Escalation mergeUpdates(List<Escalation> alerts) {
        List<Escalation> newestFirst = alerts.stream()
                .sorted(Comparator.comparing(Escalation::getRaisedAt).reversed())
                .toList();
        Escalation newest = newestFirst.getFirst();
        if (newestFirst.size() == 1) {
            return newest;
        }
        // The alert that the others add to, if it is among them.
        Escalation base = newestFirst.stream()
                .filter(alert -> alert.getUpdates() == null)
                .findFirst()
                .orElse(newest);
        return Escalation.newBuilder(base)
                .setAlertId(base.getUpdates() == null ? ReceiverApi.incident(base) : base.getAlertId())
                .setRaisedAt(newest.getRaisedAt())
                .setRule(newest.getRule())
                .setSeverity(newestFirst.stream()
                        .map(Escalation::getSeverity)
                        .max(Comparator.<Severity>naturalOrder())
                        .orElseThrow())
                .setSummary(newestFirst.stream()
                        .map(Escalation::getSummary)
                        .distinct()
                        .collect(Collectors.joining(" / ")))
                .build();
    }
}
