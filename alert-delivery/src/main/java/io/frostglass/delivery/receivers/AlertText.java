package io.frostglass.delivery.receivers;

import io.frostglass.alerts.Escalation;
import io.frostglass.alerts.Incident;
import io.frostglass.alerts.IncidentChange;
import io.frostglass.settings.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Texts of alerts for receivers that show words. Whole code points are cut, and a mark says so.
final class AlertText {

    private static final String CUT = "…";
    private static final String FINDING_ID = "fnd-";
    private static final String AGENT = "agent/";

    /// More cameras are counted and not named.
    private static final int MAX_CAMERAS_NAMED = 5;

    private AlertText() {}

    /// Whether it is about the use of tokens, and not about motion.
    static boolean isFinding(Escalation alert) {
        return alert.getEventId().startsWith(FINDING_ID);
    }

    /// Whether it is about alerts that were not delivered.
    static boolean isDeliveryAlarm(Escalation alert) {
        return alert.getRule().startsWith("delivery/");
    }

    /// Whether it is the daily test of the way to people. Nobody has to do anything.
    static boolean isHeartbeat(Escalation alert) {
        return alert.getRule().startsWith("heartbeat/");
    }

    /// Whether it closes a heartbeat: of use only where something is open.
    static boolean isEndOfHeartbeat(Escalation alert) {
        return isHeartbeat(alert) && ReceiverApi.is(IncidentChange.resolved, alert);
    }

    /// A line that stands above the summary.
    static String title(Escalation alert) {
        if (isHeartbeat(alert)) {
            return "HEARTBEAT of %s: nothing to do".formatted(alert.getSiteId());
        }
        if (isDeliveryAlarm(alert)) {
            return state(alert) + ": alerts are not delivered";
        }
        return "%s: %s at %s, %s"
                .formatted(
                        state(alert),
                        isFinding(alert) ? "security finding" : alert.getUpdates() == null ? "motion" : "update",
                        alert.getSiteId(),
                        cameras(alert));
    }

    /// A line that stays the same for an incident, so that mail programs show one thread.
    static String subject(Escalation alert) {
        if (isDeliveryAlarm(alert)) {
            return "Alerts are not delivered";
        }
        String line = isHeartbeat(alert) ? "Heartbeat of " + alert.getSiteId() : motionSubject(alert);
        return line.replace('\r', ' ').replace('\n', ' ');
    }

    private static String motionSubject(Escalation alert) {
        return "%s at %s, camera %s"
                .formatted(
                        isFinding(alert) ? "Security finding" : "Motion",
                        alert.getSiteId(),
                        camerasOf(alert).getFirst());
    }

    /// What to do about it, in a word or two.
    private static String state(Escalation alert) {
        String severity = alert.getSeverity().name().toUpperCase(Locale.ROOT);
        Incident incident = alert.getIncident();
        if (incident == null) {
            return severity;
        }
        return switch (incident.getChange()) {
            case resolved -> "RESOLVED";
            case acknowledged -> "ACKNOWLEDGED";
            case opened, updated -> severity;
            case repeated -> severity + ", still open";
            case reopened -> severity + ", again";
            case escalated -> severity + ", level " + incident.getLevel();
        };
    }

    private static String cameras(Escalation alert) {
        List<String> cameras = camerasOf(alert);
        return cameras.size() == 1 ? "camera " + cameras.getFirst() : cameras.size() + " cameras";
    }

    /// The cameras of an alert or of its incident; the first one first.
    static List<String> camerasOf(Escalation alert) {
        return alert.getIncident() == null || alert.getIncident().getCameras().isEmpty()
                ? List.of(alert.getCameraId())
                : alert.getIncident().getCameras();
    }

    /// The summary, and what has come of the incident.
    static String words(Escalation alert) {
        return history(alert)
                .map(history -> alert.getIncident() != null && ends(alert.getIncident())
                        ? history + " " + alert.getSummary()
                        : sentence(alert.getSummary()) + " " + history)
                .orElse(alert.getSummary());
    }

    private static String sentence(String words) {
        return words.endsWith(".") || words.endsWith("!") || words.endsWith("?") ? words : words + ".";
    }

    private static boolean ends(Incident incident) {
        return switch (incident.getChange()) {
            case resolved, acknowledged -> true;
            case opened, updated, repeated, escalated, reopened -> false;
        };
    }

    /// What people would want another message about: the severity, and the words of an agent. More alerts or
    /// cameras of the same severity are no news.
    static String news(Escalation alert) {
        String words = alert.getRule().startsWith(AGENT) ? " " + Sha256.hex(alert.getSummary()) : "";
        return alert.getSeverity().name() + words;
    }

    /// Whether an alert is worth a message of its own, where the one before cannot be changed.
    ///
    /// @param before with [#news] as its reference
    static boolean isNews(Escalation alert, @Nullable SentBefore before) {
        if (isEndOfHeartbeat(alert)) {
            return false;
        }
        return !ReceiverApi.is(IncidentChange.updated, alert)
                || before == null
                || !before.reference().equals(news(alert));
    }

    /// How many alerts and cameras an incident has had, and when; empty for a single alert.
    static Optional<String> history(Escalation alert) {
        Incident incident = alert.getIncident();
        if (isHeartbeat(alert) || isDeliveryAlarm(alert)) {
            return Optional.empty();
        }
        if (incident == null || (incident.getCount() == 1 && !ends(incident))) {
            return Optional.empty();
        }
        Duration after = Duration.between(incident.getOpenedAt(), alert.getRaisedAt());
        String begin = switch (incident.getChange()) {
            case resolved -> "Resolved after " + inWords(after) + ": ";
            case acknowledged -> "Acknowledged after " + inWords(after) + ": ";
            default -> "";
        };
        return Optional.of("%s%s, %s, from %s to %s.%s"
                .formatted(
                        begin,
                        count(incident.getCount(), "alert"),
                        namedCameras(alert),
                        seconds(incident.getOpenedAt()),
                        seconds(incident.getLastAt()),
                        reason(incident)));
    }

    private static String namedCameras(Escalation alert) {
        List<String> cameras = camerasOf(alert);
        String count = count(cameras.size(), "camera");
        return cameras.size() > MAX_CAMERAS_NAMED
                ? count
                : cameras.stream().collect(Collectors.joining(", ", count + " (", ")"));
    }

    private static String reason(Incident incident) {
        if (incident.getReason() == null) {
            return "";
        }
        return switch (incident.getReason()) {
            case "quiet" -> " No camera has seen more.";
            case "person" -> " By a person.";
            case "agent" -> " By an agent.";
            case "too_old" -> " It is too old.";
            default -> " Reason: " + incident.getReason() + ".";
        };
    }

    private static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }

    private static String inWords(Duration time) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return count(Math.max(0, time.toSeconds()), "second");
        }
        return time.compareTo(Duration.ofHours(2)) < 0
                ? count(time.toMinutes(), "minute")
                : count(time.toHours(), "hour");
    }

    private static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /// A text of at most this many characters, of which rare ones count as two.
    static String cut(String text, int most) {
        return cut(text, most, UnaryOperator.identity());
    }

    /// A text whose written form has at most this many characters. It is cut before it is written, so no escape
    /// sequence is cut in two.
    static String cut(String text, int most, UnaryOperator<String> written) {
        String whole = written.apply(text);
        if (whole.length() <= most) {
            return whole;
        }
        var result = new StringBuilder();
        for (int codePoint : text.codePoints().toArray()) {
            String next = written.apply(Character.toString(codePoint));
            if (result.length() + next.length() + CUT.length() > most) {
                break;
            }
            result.append(next);
        }
        return result + CUT;
    }

    /// A text of at most this many bytes in UTF-8.
    static String cutBytes(String text, int most) {
        if (text.getBytes(StandardCharsets.UTF_8).length <= most) {
            return text;
        }
        var result = new StringBuilder();
        int bytes = CUT.getBytes(StandardCharsets.UTF_8).length;
        for (int codePoint : text.codePoints().toArray()) {
            String next = Character.toString(codePoint);
            bytes += next.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > most) {
                break;
            }
            result.append(next);
        }
        return result + CUT;
    }
}
