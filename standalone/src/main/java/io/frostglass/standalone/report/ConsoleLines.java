package io.frostglass.standalone.report;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Makes a line about each event from its entries in the audit log, in at most 100 columns:
/// ```
/// 12:34:56.789  cam-1        → veiled   34 ms  → token   12 ms  → delivered   33 ms  =    67 ms
/// ```
/// The time of `veiled` counts from the acceptance, those of `token` and `delivered` from the veil: these two run in
/// parallel. The line is complete when both have ended:
/// ```
/// accepted ──▶ anonymized ─┬▶ minted | withheld ─────────────────────────┬▶ line
///          └▶ refused      └▶ not_escalated | delivered | dead_lettered ─┘
/// ```
/// Entries may come in any order. Safe for any number of threads.
public final class ConsoleLines {

    /// With more incomplete events than this, the oldest is shown as it is.
    private static final int PENDING = 1_000;

    private static final int REMEMBERED = 10_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final TerminalStyle style;
    private final ZoneId zone;
    private final LinkedHashMap<String, Trace> traces = new LinkedHashMap<>();

    /// The newest events whose line has been shown: a late decision of an agent may bring more entries about them.
    private final LinkedHashSet<String> shownLines = new LinkedHashSet<>();

    /// @param zone of the times shown
    public ConsoleLines(TerminalStyle style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /// Takes an entry and returns the lines that it completes; usually none.
    public synchronized List<String> take(AuditEntry entry) {
        String eventId = entry.getEventId();
        List<String> lines = new ArrayList<>(1);
        if (eventId == null || entry.getAction() == Action.repeated) {
            aside(entry).ifPresent(lines::add);
            return lines;
        }
        // An agent reads and decides in parallel to the pipeline, or after the line.
        if (entry.getAction() == Action.shown || entry.getAction() == Action.used || shownLines.contains(eventId)) {
            return lines;
        }
        Trace trace = traces.computeIfAbsent(eventId, _ -> new Trace());
        trace.add(entry);
        if (trace.isComplete()) {
            traces.remove(eventId);
            shownLines.add(eventId);
            if (shownLines.size() > REMEMBERED) {
                shownLines.removeFirst();
            }
            lines.add(line(trace));
        } else if (traces.size() > PENDING) {
            Trace oldest = traces.pollFirstEntry().getValue();
            if (oldest.hasBegun()) {
                lines.add(line(oldest));
            }
        }
        return lines;
    }

    /// Returns the line of an agent's decision.
    ///
    /// @param words the decision
    public String decided(Instant at, String cameraId, boolean alert, String words) {
        String outcome = alert ? style.good("agent raised") : style.quiet("agent dismissed");
        return head(at, cameraId) + style.arrow() + " " + outcome + "  " + words;
    }

    /// Removes the incomplete events that began before a time, and returns their lines.
    public synchronized List<String> giveUp(Instant before) {
        List<String> lines = new ArrayList<>();
        traces.values().removeIf(trace -> {
            boolean old = trace.start().isBefore(before);
            if (old && trace.hasBegun()) {
                lines.add(line(trace));
            }
            return old;
        });
        return lines;
    }

    /// Returns the number of incomplete events.
    public synchronized int pending() {
        return traces.size();
    }

    /// Returns the line about a webhook that does not become an event.
    private Optional<String> aside(AuditEntry entry) {
        String what = entry.getAction() == Action.refused
                ? style.bad("refused")
                : entry.getAction() == Action.repeated ? style.quiet("sent again, known") : "";
        return what.isEmpty()
                ? Optional.empty()
                : Optional.of(head(entry.getAt(), entry.getCameraId()) + what + because(entry.getReason()));
    }

    private String line(Trace trace) {
        String head = head(trace.start(), trace.cameraId);
        if (trace.has(Action.refused)) {
            return head + style.bad("refused") + because(trace.reason);
        }
        if (trace.has(Action.learnt)) {
            return head + step("background", 20, trace.between(Action.accepted, Action.learnt)) + because(trace.reason);
        }
        return head + veil(trace) + token(trace) + end(trace);
    }

    /// An event without a picture is not "veiled".
    private String veil(Trace trace) {
        return step(
                trace.unveiled == null ? "veiled" : "no image", 14, trace.between(Action.accepted, Action.anonymized));
    }

    private String token(Trace trace) {
        return trace.has(Action.withheld)
                ? step("no token", 13, Optional.empty())
                : step("token", 13, trace.between(Action.anonymized, Action.minted));
    }

    private String end(Trace trace) {
        if (trace.has(Action.delivered)) {
            String step = style.good(step("delivered", 17, trace.between(Action.anonymized, Action.delivered)));
            return step
                    + (trace.reason == null
                            ? "=" + ms(9, trace.between(Action.accepted, Action.delivered))
                            : because(trace.reason).strip());
        }
        String step = trace.has(Action.dead_lettered)
                ? style.bad(step("given up", 17, trace.between(Action.anonymized, Action.dead_lettered)))
                : trace.has(Action.not_escalated)
                        ? style.quiet(step("no alert", 17, trace.between(Action.anonymized, Action.not_escalated)))
                        : style.bad(step("not delivered", 17, Optional.empty()));
        return step + because(trace.reason).strip();
    }

    private String head(Instant at, @Nullable String cameraId) {
        String camera = cameraId == null ? "?" : cameraId;
        return style.quiet(TIME.format(at.atZone(zone))) + "  " + String.format(Locale.ROOT, "%-12.12s ", camera);
    }

    private String step(String word, int width, Optional<Duration> took) {
        return style.arrow() + " " + word + ms(width - word.length(), took) + "  ";
    }

    private static String ms(int width, Optional<Duration> took) {
        String text = took.map(time -> time.toMillis() + " ms").orElse("");
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private String because(@Nullable String reason) {
        return reason == null ? "" : style.quiet(" (" + reason + ")");
    }

    private static final class Trace {
        private final EnumMap<Action, Instant> times = new EnumMap<>(Action.class);
        private @Nullable String cameraId;
        private @Nullable String reason;
        private @Nullable String unveiled;

        void add(AuditEntry entry) {
            times.putIfAbsent(entry.getAction(), entry.getAt());
            if (cameraId == null) {
                cameraId = entry.getCameraId();
            }
            if (reason == null) {
                reason = entry.getReason();
            }
            if (entry.getAction() == Action.anonymized) {
                unveiled = entry.getReason();
            }
        }

        boolean has(Action action) {
            return times.containsKey(action);
        }

        boolean isComplete() {
            boolean tokenEnded = has(Action.minted) || has(Action.withheld);
            // An agent may dismiss an event that the rules have escalated.
            boolean noAlert = has(Action.not_escalated) && !has(Action.escalated);
            boolean alertEnded = has(Action.delivered) || has(Action.dead_lettered) || noAlert;
            boolean learnt = has(Action.accepted) && has(Action.learnt);
            return has(Action.refused)
                    || learnt
                    || (has(Action.accepted) && has(Action.anonymized) && tokenEnded && alertEnded);
        }

        /// Whether the pipeline has processed it; an agent's entries alone are no event.
        boolean hasBegun() {
            return has(Action.accepted) || has(Action.anonymized);
        }

        Instant start() {
            return times.values().stream().min(Instant::compareTo).orElseThrow();
        }

        Optional<Duration> between(Action from, Action to) {
            Instant start = times.get(from);
            Instant end = times.get(to);
            return start == null || end == null ? Optional.empty() : Optional.of(Duration.between(start, end));
        }
    }
}
