package io.frostglass.standalone.report;

import static io.frostglass.audit.Action.accepted;
import static io.frostglass.audit.Action.anonymized;
import static io.frostglass.audit.Action.dead_lettered;
import static io.frostglass.audit.Action.delivered;
import static io.frostglass.audit.Action.escalated;
import static io.frostglass.audit.Action.minted;
import static io.frostglass.audit.Action.not_escalated;
import static io.frostglass.audit.Action.refused;
import static io.frostglass.audit.Action.repeated;
import static io.frostglass.audit.Action.shown;
import static io.frostglass.audit.Action.used;
import static io.frostglass.audit.Action.withheld;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A line for a person about each event, made of what the audit log says about it, in at most 100 columns:
/// ```
/// 12:34:56.789  cam-1        → veiled   34 ms  → token   12 ms  → delivered   33 ms  =    67 ms
/// ```
/// Veiled counts from the acceptance, token and delivered from the veil: they go side by side. An event's line comes
/// when both have ended:
/// ```
/// accepted ──▶ anonymized ─┬▶ minted | withheld ─────────────────────────┬▶ line
///          └▶ refused      └▶ not_escalated | delivered | dead_lettered ─┘
/// ```
/// Entries may come in any order. Safe for any number of threads.
public final class ConsoleLines {

    /// Events without an end are shown as they are when so many newer ones are on their way.
    private static final int PENDING = 1_000;

    private static final int REMEMBERED = 10_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final TerminalStyle terminalStyle;
    private final ZoneId zone;
    private final Map<String, Trace> traces = new LinkedHashMap<>();

    /// Events whose line has been shown: what an agent decides late may still bring something about them.
    private final Set<String> shownLines = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /// Lines in this style.
    ///
    /// @param zone of the times shown
    public ConsoleLines(TerminalStyle terminalStyle, ZoneId zone) {
        this.terminalStyle = terminalStyle;
        this.zone = zone;
    }

    /// The lines that this entry completes; mostly none.
    public synchronized List<String> take(AuditEntry entry) {
        String eventId = entry.getEventId();
        List<String> lines = new ArrayList<>(1);
        if (eventId == null || entry.getAction() == repeated) {
            aside(entry).ifPresent(lines::add);
            return lines;
        }
        // What an agent reads and decides comes beside an event's way, or after its line.
        if (entry.getAction() == shown || entry.getAction() == used || shownLines.contains(eventId)) {
            return lines;
        }
        Trace trace = traces.computeIfAbsent(eventId, _ -> new Trace());
        trace.add(entry);
        if (trace.isComplete()) {
            traces.remove(eventId);
            shownLines.add(eventId);
            lines.add(line(trace));
        } else if (traces.size() > PENDING) {
            Trace oldest = removeOldest();
            if (oldest.hasBegun()) {
                lines.add(line(oldest));
            }
        }
        return lines;
    }

    /// The line of an agent's decision.
    ///
    /// @param words what was decided
    public String decided(Instant at, String cameraId, boolean alert, String words) {
        String outcome = alert ? terminalStyle.good("agent raised") : terminalStyle.quiet("agent dismissed");
        return head(at, cameraId) + terminalStyle.arrow() + " " + outcome + "  " + words;
    }

    /// The lines of all events that began before this and have not ended; they are forgotten.
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

    /// How many events have begun and not ended.
    public synchronized int pending() {
        return traces.size();
    }

    private Trace removeOldest() {
        var oldest = traces.values().iterator();
        Trace trace = oldest.next();
        oldest.remove();
        return trace;
    }

    /// What happens to a webhook that does not become an event.
    private Optional<String> aside(AuditEntry entry) {
        return switch (entry.getAction()) {
            case refused ->
                Optional.of(head(entry.getAt(), entry.getCameraId())
                        + terminalStyle.bad("refused")
                        + because(entry.getReason()));
            case repeated ->
                Optional.of(head(entry.getAt(), entry.getCameraId())
                        + terminalStyle.quiet("sent again, known")
                        + because(entry.getReason()));
            default -> Optional.empty();
        };
    }

    private String line(Trace trace) {
        String head = head(trace.start(), trace.cameraId);
        if (trace.has(refused)) {
            return head + terminalStyle.bad("refused") + because(trace.reason);
        }
        return head + veil(trace) + token(trace) + end(trace);
    }

    /// Says "veiled" of pictures alone: an event without one has had nothing veiled.
    private String veil(Trace trace) {
        return step(trace.unveiled == null ? "veiled" : "no image", 14, trace.between(accepted, anonymized));
    }

    private String token(Trace trace) {
        return trace.has(withheld)
                ? step("no token", 13, Optional.empty())
                : step("token", 13, trace.between(anonymized, minted));
    }

    private String end(Trace trace) {
        if (trace.has(delivered)) {
            String step = terminalStyle.good(step("delivered", 17, trace.between(anonymized, delivered)));
            return step
                    + (trace.reason == null
                            ? "=" + ms(9, trace.between(accepted, delivered))
                            : because(trace.reason).strip());
        }
        String step = trace.has(dead_lettered)
                ? terminalStyle.bad(step("given up", 17, trace.between(anonymized, dead_lettered)))
                : trace.has(not_escalated)
                        ? terminalStyle.quiet(step("no alert", 17, trace.between(anonymized, not_escalated)))
                        : terminalStyle.bad(step("not delivered", 17, Optional.empty()));
        return step + because(trace.reason).strip();
    }

    private String head(Instant at, @Nullable String cameraId) {
        String camera = cameraId == null ? "?" : cameraId;
        return terminalStyle.quiet(TIME.format(at.atZone(zone))) + "  "
                + String.format(Locale.ROOT, "%-12.12s ", camera);
    }

    private String step(String word, int width, Optional<Duration> took) {
        return terminalStyle.arrow() + " " + word + ms(width - word.length(), took) + "  ";
    }

    private static String ms(int width, Optional<Duration> took) {
        String text = took.map(time -> time.toMillis() + " ms").orElse("");
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    private String because(@Nullable String reason) {
        return reason == null ? "" : terminalStyle.quiet(" (" + reason + ")");
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
            if (entry.getAction() == anonymized) {
                unveiled = entry.getReason();
            }
        }

        boolean has(Action action) {
            return times.containsKey(action);
        }

        boolean isComplete() {
            boolean tokenEnded = has(minted) || has(withheld);
            // An agent may dismiss what is on its way by the rules.
            boolean noAlert = has(not_escalated) && !has(escalated);
            boolean alertEnded = has(delivered) || has(dead_lettered) || noAlert;
            return has(refused) || (has(accepted) && has(anonymized) && tokenEnded && alertEnded);
        }

        /// What an agent decides about an event comes when its line has been shown.
        boolean hasBegun() {
            return has(accepted) || has(anonymized);
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
