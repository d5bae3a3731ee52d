package io.frostglass.delivery;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import io.frostglass.delivery.receivers.ReceiverApi;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// Makes one alert of several about one incident, for a receiver that takes no more requests for now. Nothing is lost:
/// the newest words come first and the others after them, the severity is the highest, and what only one of them has
/// (the picture, labels) stays.
final class AlertMerger {

    private AlertMerger() {}

    /// @param alerts of one incident, at least one
    static Escalation merge(List<Escalation> alerts) {
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
