package io.frostglass.escalation.auditor;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.alerts.Severity;
import io.frostglass.escalation.auditor.AuditReport.DeliveryGap;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/// Adds up the reports of all tasks, and raises one alarm for each receiver with a gap. An alarm is an incident: it
/// opens, is repeated while it lasts, and is resolved when all tasks say that the gap is closed.
public final class DeliveryAlarms {

    /// From one notification of an alarm to the next while it lasts.
    static final Duration REPEAT = Duration.ofHours(1);

    /// A report that is older says nothing about now.
    static final Duration FRESH = Duration.ofMinutes(3);

    private final int tasks;
    private final Map<String, AlarmState> alarms;
    private final Map<Integer, AuditReport> reports = new HashMap<>();

    /// An open alarm, as it is stored.
    ///
    /// @param receiver that it is about; or the name of a heartbeat's alarm
    /// @param version of the last notification
    /// @param told the receivers of the alarm
    /// @param gap as it was last
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record AlarmState(
            String receiver,
            Instant openedAt,
            Instant notifiedAt,
            int version,
            Severity severity,
            List<String> told,
            DeliveryGap gap) {}

    /// Something to be sent about an alarm.
    public record AlarmNotification(AlarmState alarm, IncidentChange change) {}

    /// Whom an alarm goes to.
    ///
    /// @param receivers names, at least one
    public record AlarmRoute(Severity severity, List<String> receivers) {

        /// An alarm through the receiver that it is about would not arrive.
        List<String> without(String receiver) {
            List<String> others =
                    receivers.stream().filter(name -> !name.equals(receiver)).toList();
            return others.isEmpty() ? receivers : others;
        }
    }

    /// @param tasks how many send reports
    /// @param open by receiver
    public DeliveryAlarms(int tasks, Map<String, AlarmState> open) {
        this.tasks = tasks;
        this.alarms = new TreeMap<>(open);
    }

    /// Takes a report. Call [#evaluate] next.
    public void take(AuditReport report) {
        reports.merge(report.task(), report, (a, b) -> a.at().isAfter(b.at()) ? a : b);
    }

    /// Opens, repeats and resolves alarms.
    ///
    /// @param heartbeats those that have not arrived, by the name of their alarm
    /// @param to whom alarms go; empty: no alarm opens
    public List<AlarmNotification> evaluate(Map<String, DeliveryGap> heartbeats, Optional<AlarmRoute> to, Instant now) {
        var sent = new ArrayList<AlarmNotification>();
        Map<String, DeliveryGap> gaps = gaps();
        gaps.putAll(heartbeats);
        gaps.forEach((receiver, gap) -> {
            AlarmState open = alarms.get(receiver);
            if (open == null) {
                to.ifPresent(route -> sent.add(notify(
                        new AlarmState(receiver, now, now, 1, route.severity(), route.without(receiver), gap),
                        IncidentChange.opened)));
            } else if (!open.notifiedAt().plus(REPEAT).isAfter(now)) {
                sent.add(notify(next(open, gap, now), IncidentChange.repeated));
            }
        });
        if (isComplete(now)) {
            List.copyOf(alarms.values()).stream()
                    .filter(open -> !gaps.containsKey(open.receiver()))
                    .forEach(open -> {
                        alarms.remove(open.receiver());
                        sent.add(new AlarmNotification(next(open, open.gap(), now), IncidentChange.resolved));
                    });
        }
        return sent;
    }

    private AlarmNotification notify(AlarmState state, IncidentChange change) {
        alarms.put(state.receiver(), state);
        return new AlarmNotification(state, change);
    }

    private static AlarmState next(AlarmState open, DeliveryGap gap, Instant now) {
        return new AlarmState(
                open.receiver(), open.openedAt(), now, open.version() + 1, open.severity(), open.told(), gap);
    }

    private Map<String, DeliveryGap> gaps() {
        var all = new TreeMap<String, DeliveryGap>();
        reports.values()
                .forEach(report ->
                        report.gaps().forEach((receiver, gap) -> all.merge(receiver, gap, DeliveryGap::plus)));
        return all;
    }

    /// Whether every task has reported lately.
    private boolean isComplete(Instant now) {
        return reports.size() == tasks
                && reports.values().stream()
                        .allMatch(report -> report.at().plus(FRESH).isAfter(now));
    }

    /// How many deliveries wait, if all tasks say that none is missing; empty otherwise.
    public OptionalInt pass(Instant now) {
        return isComplete(now) && gaps().isEmpty()
                ? OptionalInt.of(
                        reports.values().stream().mapToInt(AuditReport::waiting).sum())
                : OptionalInt.empty();
    }
}
