package io.frostglass.escalation.routes;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The daily test of the way from a site to people (`heartbeats` in the file).
///
/// @param alert as which it takes its way: the attributes that routes match, and the receivers of its rule
/// @param at local time
public record Heartbeat(Escalation alert, LocalTime at, ZoneId location) {

    static final String ANY_CAMERA = "all";

    /// The alert as which a heartbeat takes its way.
    static Escalation alert(
            String siteId, String cameraId, Severity severity, List<String> labels, List<String> receivers) {
        return Escalation.newBuilder()
                .setAlertId("")
                .setEventId("")
                .setSiteId(siteId)
                .setCameraId(cameraId)
                .setTimestamp(Instant.EPOCH)
                .setRaisedAt(Instant.EPOCH)
                .setSeverity(severity)
                .setRule("heartbeat/daily")
                .setSummary("")
                .setReceivers(receivers)
                .setLabels(labels)
                .build();
    }

    /// The site whose way to people it tests.
    public String siteId() {
        return alert.getSiteId();
    }

    /// The last time at which it was due.
    public Instant lastDue(Instant now) {
        LocalDate today = now.atZone(location).toLocalDate();
        Instant due = on(today);
        return due.isAfter(now) ? on(today.minusDays(1)) : due;
    }

    /// The next time at which it is due.
    public Instant nextDue(Instant now) {
        LocalDate today = now.atZone(location).toLocalDate();
        Instant due = on(today);
        return due.isAfter(now) ? due : on(today.plusDays(1));
    }

    private Instant on(LocalDate day) {
        return day.atTime(at).atZone(location).toInstant();
    }

    /// The receivers of all levels of its routes: each way is tested.
    public List<String> receivers(RoutingTable table) {
        Set<String> names = new LinkedHashSet<>();
        for (Route route : table.routes(alert)) {
            for (Route.Level level : route.policy().levels()) {
                names.addAll(level.receivers().isEmpty() ? alert.getReceivers() : level.receivers());
            }
        }
        return List.copyOf(names);
    }
}
