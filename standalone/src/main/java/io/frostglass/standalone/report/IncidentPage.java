package io.frostglass.standalone.report;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// The page `incidents.html`: open incidents first, each with what was sent about it. It is one file without scripts,
/// and
/// loads nothing but thumbnails. A browser that shows it loads it again every few seconds.
public final class IncidentPage implements AutoCloseable {

    private static final int KEPT = 100;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private final ZoneId zone;
    private final PageWriter writer;
    private final LinkedHashMap<String, List<Escalation>> incidents = new LinkedHashMap<>();
    private boolean changed = true;

    private IncidentPage(Path file, ZoneId zone) {
        this.zone = zone;
        this.writer = PageWriter.open(file, this::page);
    }

    /// Starts to write the page.
    ///
    /// @param file beside the folder `thumbnails`
    /// @param zone of the times shown
    public static IncidentPage open(Path file, ZoneId zone) {
        return new IncidentPage(file, zone);
    }

    /// Shows a notification; an alert without an incident is not shown.
    public synchronized void add(Escalation notification) {
        if (notification.getIncident() == null) {
            return;
        }
        incidents
                .computeIfAbsent(notification.getIncident().getIncidentId(), _ -> new ArrayList<>())
                .add(notification);
        if (incidents.size() > KEPT) {
            incidents.pollFirstEntry();
        }
        changed = true;
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    private synchronized Optional<String> page() {
        if (!changed) {
            return Optional.empty();
        }
        changed = false;
        String cards = incidents.values().stream()
                .sorted(Comparator.comparing(IncidentPage::isOver)
                        .thenComparing(IncidentPage::lastSent, Comparator.reverseOrder()))
                .map(this::card)
                .collect(Collectors.joining("\n"));
        return Optional.of(PAGE.replace("CARDS", cards.isEmpty() ? "<p>No incident yet." : cards));
    }

    private static Escalation last(List<Escalation> notifications) {
        return notifications.stream()
                .max(Comparator.comparingInt(it -> it.getIncident().getVersion()))
                .orElseThrow();
    }

    private static boolean isOver(List<Escalation> notifications) {
        return last(notifications).getIncident().getStatus() == IncidentStatus.resolved;
    }

    private static Instant lastSent(List<Escalation> notifications) {
        return last(notifications).getRaisedAt();
    }

    private String card(List<Escalation> notifications) {
        Escalation last = last(notifications);
        Incident incident = last.getIncident();
        String picture = notifications.stream()
                .filter(it -> it.getThumbnail() != null)
                .reduce((_, newer) -> newer)
                .map(it -> "<img width=128 height=128 alt=\"\" src=\"thumbnails/" + PageWriter.escaped(it.getEventId())
                        + ".jpg\">")
                .orElse("<div class=none>no picture</div>");
        String history = notifications.stream()
                .sorted(Comparator.comparingInt(it -> it.getIncident().getVersion()))
                .map(this::line)
                .collect(Collectors.joining());
        return "<article class=" + incident.getStatus() + ">" + picture
                + "<div><h2>" + PageWriter.escaped(incident.getStatus().name()) + " <small>"
                + PageWriter.escaped(last.getSeverity().name()) + ", " + PageWriter.escaped(last.getSiteId()) + ", "
                + cameras(incident)
                + incident.getCount() + (incident.getCount() == 1 ? " alert" : " alerts") + "</small></h2>"
                + "<p>" + PageWriter.escaped(last.getSummary()) + "</p><ol>" + history + "</ol></div></article>";
    }

    /// A heartbeat, or an alarm about deliveries, has none.
    private static String cameras(Incident incident) {
        return incident.getCameras().isEmpty()
                ? ""
                : PageWriter.escaped(String.join(" ", incident.getCameras())) + ", ";
    }

    private String line(Escalation notification) {
        Incident incident = notification.getIncident();
        String reason = incident.getReason() == null ? "" : " (" + incident.getReason() + ")";
        return "<li><time>" + TIME.format(notification.getRaisedAt().atZone(zone)) + "</time> <b>"
                + PageWriter.escaped(incident.getChange().name()) + "</b>" + PageWriter.escaped(reason) + " to "
                + PageWriter.escaped(String.join(", ", notification.getReceivers())) + "</li>";
    }

    private static final String PAGE = """
            <!doctype html>
            <html lang=en>
            <meta charset=utf-8>
            <meta name=viewport content="width=device-width">
            <meta http-equiv=refresh content=3>
            <title>Frostglass: incidents</title>
            <style>
            body {margin: 1.5rem; background: #16181c; color: #e4e6ea; font: 15px/1.35 system-ui, sans-serif}
            h1 {font-size: 1.3rem; margin: 0 0 1rem}
            article {display: flex; gap: 1rem; background: #22252b; border-left: 6px solid #d55e00; border-radius: 6px;
              margin: 0 0 1rem; padding: .8rem; max-width: 60rem}
            article.acknowledged {border-color: #e69f00}
            article.resolved {border-color: #009e73; opacity: .75}
            img, .none {flex: none; width: 128px; height: 128px}
            .none {display: grid; place-items: center; background: #2c3037; color: #9aa0aa}
            h2, p {font-size: 1rem; margin: 0 0 .3rem}
            ol {margin: 0; padding: 0; list-style: none; color: #b8bec8; font-size: .9rem}
            small {color: #9aa0aa; font-weight: normal}
            </style>
            <h1>Incidents: open first, then the newest</h1>
            CARDS
            """;
}
