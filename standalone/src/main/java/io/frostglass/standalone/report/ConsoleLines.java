package io.frostglass.standalone.report;

import static io.frostglass.audit.Action.accepted;
import static io.frostglass.audit.Action.anonymized;
import static io.frostglass.audit.Action.dead_lettered;
import static io.frostglass.audit.Action.delivered;
import static io.frostglass.audit.Action.minted;
import static io.frostglass.audit.Action.not_escalated;
import static io.frostglass.audit.Action.refused;
import static io.frostglass.audit.Action.repeated;
import static io.frostglass.audit.Action.withheld;

import io.frostglass.audit.Action;
import io.frostglass.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A line for a person about each event, made of what the audit log says about it, in at most 100 columns:
/// ```
/// 12:34:56.789  cam-1         → veiled    34 ms  → token    12 ms  → delivered    33 ms  =    67 ms
/// ```
/// Veiled counts from the acceptance, token and delivered from the veil: they go side by side. An event's line comes
/// when both have ended:
/// ```
/// accepted ──▶ anonymized ─┬▶ minted | withheld ─────────────────────────┬▶ line
///          └▶ refused      └▶ not_escalated | delivered | dead_lettered ─┘
/// ```
/// Entries may come in any order. Not safe for use by several threads at once.
public final class ConsoleLines {

    /// Events without an end are shown as they are when so many newer ones are on their way.
    private static final int PENDING = 1_000;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

    private final Style style;
    private final ZoneId zone;
    private final Map<String, Trace> traces = new LinkedHashMap<>();

    /// Lines in this style.
    ///
    /// @param zone of the times shown
    public ConsoleLines(Style style, ZoneId zone) {
        this.style = style;
        this.zone = zone;
    }

    /// The lines that this entry completes; mostly none.
    public List<String> take(AuditEntry entry) {
        String eventId = entry.getEventId();
        List<String> lines = new ArrayList<>(1);
        if (eventId == null || entry.getAction() == repeated) {
            aside(entry).ifPresent(lines::add);
            return lines;
        }
        Trace trace = traces.computeIfAbsent(eventId, _ -> new Trace());
        trace.add(entry);
        if (trace.isComplete()) {
            traces.remove(eventId);
            lines.add(line(trace));
        } else if (traces.size() > PENDING) {
            lines.add(line(removeOldest()));
        }
        return lines;
    }

    /// The lines of all events that began before this and have not ended; they are forgotten.
    public List<String> giveUp(Instant before) {
        List<String> lines = new ArrayList<>();
        traces.values().removeIf(trace -> {
            boolean old = trace.start().isBefore(before);
            if (old) {
                lines.add(line(trace));
            }
            return old;
        });
        return lines;
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
                Optional.of(
                        head(entry.getAt(), entry.getCameraId()) + style.bad("refused") + because(entry.getReason()));
            case repeated ->
                Optional.of(head(entry.getAt(), entry.getCameraId())
                        + style.quiet("sent again, known")
                        + because(entry.getReason()));
            default -> Optional.empty();
        };
    }

    private String line(Trace trace) {
        StringBuilder line = new StringBuilder(head(trace.start(), trace.cameraId));
        if (trace.has(refused)) {
            return line.append(style.bad("refused"))
                    .append(because(trace.reason))
                    .toString();
        }
        line.append(step("veiled", trace.between(accepted, anonymized)));
        line.append(
                trace.has(withheld)
                        ? step("no token", Optional.empty())
                        : step("token", trace.between(anonymized, minted)));
        if (trace.has(delivered)) {
            line.append(style.good(step("delivered", trace.between(anonymized, delivered))));
            line.append(" = ").append(ms(trace.between(accepted, delivered)));
        } else if (trace.has(dead_lettered)) {
            line.append(style.bad(step("given up", trace.between(anonymized, dead_lettered))));
        } else if (trace.has(not_escalated)) {
            line.append(style.quiet(step("no alert", trace.between(anonymized, not_escalated))));
        } else {
            line.append(style.bad(step("not delivered", Optional.empty())));
        }
        return line.append(because(trace.reason)).toString();
    }

    private String head(Instant at, @Nullable String cameraId) {
        String camera = cameraId == null ? "?" : cameraId;
        return style.quiet(TIME.format(at.atZone(zone))) + "  " + String.format(Locale.ROOT, "%-12.12s ", camera);
    }

    private String step(String word, Optional<Duration> took) {
        return style.arrow() + " " + word + (took.isPresent() ? ms(took) : "") + "  ";
    }

    private static String ms(Optional<Duration> took) {
        return took.map(time -> String.format(Locale.ROOT, "%6d ms", time.toMillis()))
                .orElse("");
    }

    private String because(@Nullable String reason) {
        return reason == null ? "" : style.quiet(" (" + reason + ")");
    }

    private static final class Trace {
        private final EnumMap<Action, Instant> times = new EnumMap<>(Action.class);
        private @Nullable String cameraId;
        private @Nullable String reason;

        void add(AuditEntry entry) {
            times.putIfAbsent(entry.getAction(), entry.getAt());
            if (cameraId == null) {
                cameraId = entry.getCameraId();
            }
            if (reason == null) {
                reason = entry.getReason();
            }
        }

        boolean has(Action action) {
            return times.containsKey(action);
        }

        boolean isComplete() {
            boolean tokenEnded = has(minted) || has(withheld);
            boolean alertEnded = has(delivered) || has(dead_lettered) || has(not_escalated);
            return has(refused) || (has(accepted) && has(anonymized) && tokenEnded && alertEnded);
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
