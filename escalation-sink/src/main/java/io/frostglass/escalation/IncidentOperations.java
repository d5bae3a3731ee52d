package io.frostglass.escalation;

import io.frostglass.alerts.AlertSilence;
import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentAction;
import io.frostglass.alerts.IncidentActionKind;
import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import io.frostglass.escalation.routes.AlertMatcher;
import io.frostglass.runtime.AuditedWriter;
import io.frostglass.runtime.TopicSnapshot;
import io.frostglass.settings.InvalidValue;
import io.frostglass.topics.AuditTopics;
import io.frostglass.topics.Principal;
import io.frostglass.topics.SerdeFactory;
import io.frostglass.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// What people do with incidents and silences, as the principal `incident-admin`. It writes a change and its audit
/// entry
/// in one transaction; escalation-sink uses the change as soon as it has read it.
final class IncidentOperations {

    /// A silence ends, so that nobody forgets it.
    static final Duration LONGEST_SILENCE = Duration.ofDays(30);

    private static final Pattern OWNER = Pattern.compile("[\\p{L}\\p{N}._@ -]{1,64}");
    private static final int MAX_REASON = 200;

    /// How far back incidents are looked for: older ones are not remembered by escalation-sink.
    private static final Duration LOOK_BACK = TopicCatalogue.ESCALATIONS.retention();

    private final Map<String, Object> kafka;
    private final SerdeFactory serdes;
    private final InstantSource clock;

    /// @param kafka configuration of a client that connects as `incident-admin`; no connection is kept between calls
    IncidentOperations(Map<String, Object> kafka, SerdeFactory serdes, InstantSource clock) {
        this.kafka = Map.copyOf(kafka);
        this.serdes = serdes;
        this.clock = clock;
    }

    /// Silences the alerts that match from now on.
    ///
    /// @throws IllegalArgumentException if a part of it is wrong
    AlertSilence silence(List<String> matchers, Duration length, String owner, String reason) {
        if (matchers.isEmpty()) {
            throw new IllegalArgumentException("a silence must have a matcher, such as camera=\"cam-12\"");
        }
        for (String matcher : matchers) {
            try {
                AlertMatcher.parse(matcher);
            } catch (InvalidValue e) {
                throw new IllegalArgumentException("the matcher " + e.getMessage(), e);
            }
        }
        if (!length.isPositive() || length.compareTo(LONGEST_SILENCE) > 0) {
            throw new IllegalArgumentException("a silence must end within 30 days");
        }
        if (!OWNER.matcher(owner).matches()) {
            throw new IllegalArgumentException("the owner must be a name of at most 64 letters");
        }
        if (reason.isBlank() || reason.length() > MAX_REASON) {
            throw new IllegalArgumentException("the reason must have 1 to " + MAX_REASON + " characters");
        }
        Instant now = clock.instant();
        String id =
                "sil-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        var silence = new AlertSilence(id, matchers, now, now.plus(length), owner, reason);
        write(silence, Action.silence_added);
        return silence;
    }

    /// The silences that are not over, by their end.
    List<AlertSilence> silences() {
        var all = new TreeMap<String, AlertSilence>();
        TopicSnapshot.read(kafka, TopicCatalogue.SILENCES, AlertSilence.class, serdes, Instant.EPOCH, (id, silence) -> {
            if (silence == null) {
                all.remove(id);
            } else {
                all.put(id, silence);
            }
        });
        Instant now = clock.instant();
        return all.values().stream()
                .filter(silence -> silence.getEndsAt().isAfter(now))
                .sorted(Comparator.comparing(AlertSilence::getEndsAt))
                .toList();
    }

    /// Ends a silence now, and returns whether there was one.
    boolean expire(String id) {
        Optional<AlertSilence> found = silences().stream()
                .filter(silence -> silence.getSilenceId().equals(id))
                .findFirst();
        found.ifPresent(silence -> write(
                AlertSilence.newBuilder(silence).setEndsAt(clock.instant()).build(), Action.silence_expired));
        return found.isPresent();
    }

    /// The last notification of each incident, the latest last.
    List<Escalation> incidents() {
        var last = new LinkedHashMap<String, Escalation>();
        notifications()
                .forEach(alert -> last.merge(
                        alert.getIncident().getIncidentId(),
                        alert,
                        (a, b) -> a.getIncident().getVersion() > b.getIncident().getVersion() ? a : b));
        return last.values().stream()
                .sorted(Comparator.comparing(Escalation::getRaisedAt))
                .toList();
    }

    /// Tells escalation-sink what a person says about an incident.
    ///
    /// @param by the person's name
    /// @throws IllegalArgumentException if there is no such incident
    void act(String incidentId, IncidentActionKind action, String by) {
        Escalation alert = incidents().stream()
                .filter(it -> it.getIncident().getIncidentId().equals(incidentId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no incident " + incidentId + " of the last "
                        + LOOK_BACK.toDays() + " days; see frostglass incidents list"));
        if (!OWNER.matcher(by).matches()) {
            throw new IllegalArgumentException("--by must be a name of at most 64 letters");
        }
        var entry = entry(
                        switch (action) {
                            case acknowledge -> Action.incident_acknowledged;
                            case unacknowledge -> Action.incident_unacknowledged;
                            case resolve -> Action.incident_resolved;
                            case unknown -> throw new IllegalArgumentException("no such action");
                        },
                        incidentId)
                .setSiteId(alert.getSiteId())
                .build();
        try (var writer = new AuditedWriter<>(
                kafka, Principal.INCIDENT_ADMIN, TopicCatalogue.INCIDENT_ACTIONS, IncidentAction.class, serdes)) {
            writer.write(
                    alert.getSiteId(),
                    new IncidentAction(incidentId, alert.getSiteId(), action, by, clock.instant()),
                    entry);
        }
    }

    /// A line of the history of an incident.
    ///
    /// @param eventId the motion event; null for what time or people caused
    record HistoryLine(Instant at, String eventId, String cameraId, String what) {}

    /// Why an incident notified somebody, or nobody: its notifications and what became of its alerts, in order of time.
    ///
    /// @return empty if there is no such incident
    List<HistoryLine> history(String incidentId) {
        var lines = new ArrayList<HistoryLine>();
        for (Escalation alert : notifications()) {
            Incident incident = alert.getIncident();
            if (incident.getIncidentId().equals(incidentId)) {
                lines.add(new HistoryLine(
                        alert.getRaisedAt(), alert.getEventId(), alert.getCameraId(), described(alert, incident)));
            }
        }
        TopicSnapshot.read(
                kafka,
                AuditTopics.of(Principal.ESCALATION_SINK),
                AuditEntry.class,
                serdes,
                clock.instant().minus(LOOK_BACK),
                (_, entry) -> {
                    if (entry != null
                            && entry.getAction() == Action.not_escalated
                            && incidentId.equals(entry.getSubject())) {
                        lines.add(new HistoryLine(
                                entry.getAt(),
                                String.valueOf(entry.getEventId()),
                                String.valueOf(entry.getCameraId()),
                                "notified nobody: " + entry.getReason()));
                    }
                });
        return lines.stream().sorted(Comparator.comparing(HistoryLine::at)).toList();
    }

    private static String described(Escalation alert, Incident incident) {
        String reason = incident.getReason() == null ? "" : " (" + incident.getReason() + ")";
        String level = incident.getLevel() > 1 ? ", level " + incident.getLevel() : "";
        return "%s%s to %s%s, %d so far"
                .formatted(
                        incident.getChange(),
                        reason,
                        String.join(", ", alert.getReceivers()),
                        level,
                        incident.getCount());
    }

    private List<Escalation> notifications() {
        var found = new ArrayList<Escalation>();
        TopicSnapshot.read(
                kafka,
                TopicCatalogue.ESCALATIONS,
                Escalation.class,
                serdes,
                clock.instant().minus(LOOK_BACK),
                (_, alert) -> {
                    if (alert != null && alert.getIncident() != null) {
                        found.add(alert);
                    }
                });
        return found;
    }

    private void write(AlertSilence silence, Action action) {
        try (var writer = new AuditedWriter<>(
                kafka, Principal.INCIDENT_ADMIN, TopicCatalogue.SILENCES, AlertSilence.class, serdes)) {
            writer.write(
                    silence.getSilenceId(),
                    silence,
                    entry(action, silence.getSilenceId()).build());
        }
    }

    private AuditEntry.Builder entry(Action action, String subject) {
        return AuditEntry.newBuilder()
                .setAt(clock.instant())
                .setApplication(Principal.INCIDENT_ADMIN.user())
                .setAction(action)
                .setSubject(subject);
    }
}
