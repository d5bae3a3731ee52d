package io.frostglass.gateway.limits;

import io.frostglass.gateway.agents.AgentLimits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Stops an agent that behaves as no agent does that looks at what it is shown.
///
/// ```
///              all raised, all dismissed, one text only, too many refused, raw media
/// [ closed ] ───────────────────────────────────────────────────────────────────────▶ [ open ]   no decision is taken
///      ▲                                                                                  │
///      └───────────────────────────────── the cool-down is over; nothing is remembered ───┘
/// ```
/// The decisions come from the topic, so that all instances open it alike, and again after a restart. The refusals are
/// those of this instance, and so are the attempts to get at raw media, of the last hour.
final class AnomalyDetector {

    /// Why it opened: words for metrics and audit.
    private static final String ALL_RAISED = "breaker_all_raised";

    private static final String ALL_DISMISSED = "breaker_all_dismissed";
    private static final String ONE_TEXT = "breaker_one_text";
    private static final String REFUSED = "breaker_refused";
    private static final String RAW_MEDIA = "breaker_raw_media";

    /// It is open.
    ///
    /// @param until when it closes
    record Open(String reason, Instant until) {}

    /// A decision, as far as it matters here.
    private record SeenDecision(boolean raised, String text) {}

    private static final class DetectorState {
        private final Deque<SeenDecision> decisions = new ArrayDeque<>();
        private final Deque<Boolean> refusals = new ArrayDeque<>();
        private SlidingHour rawMedia = new SlidingHour();
        private Optional<Open> open = Optional.empty();

        boolean isOpen(Instant at) {
            return open.filter(it -> it.until().isAfter(at)).isPresent();
        }

        Optional<Open> open(String reason, Instant until) {
            decisions.clear();
            refusals.clear();
            rawMedia = new SlidingHour();
            open = Optional.of(new Open(reason, until));
            return open;
        }
    }

    private final Map<String, DetectorState> agents = new HashMap<>();

    synchronized Optional<Open> find(String agentId, Instant now) {
        var detectorState = agents.get(agentId);
        return detectorState == null
                ? Optional.empty()
                : detectorState.open.filter(open -> open.until().isAfter(now));
    }

    /// A decision was made.
    ///
    /// @param text its words; empty for none, which are like no others
    /// @return if it opens by that
    synchronized Optional<Open> decided(
            String agentId, boolean raised, String text, Instant at, AgentLimits.Breaker limits) {
        var detectorState = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.window() == 0 || detectorState.isOpen(at)) {
            return Optional.empty();
        }
        push(detectorState.decisions, new SeenDecision(raised, text), limits.window());
        return detectorState.decisions.size() < limits.window()
                ? Optional.empty()
                : strange(detectorState.decisions)
                        .flatMap(reason -> detectorState.open(reason, at.plus(limits.coolDown())));
    }

    private static Optional<String> strange(Deque<SeenDecision> decisions) {
        String first = decisions.getFirst().text();
        if (!first.isEmpty()
                && decisions.stream()
                        .allMatch(seenDecision -> seenDecision.text().equals(first))) {
            return Optional.of(ONE_TEXT);
        }
        if (decisions.stream().allMatch(SeenDecision::raised)) {
            return Optional.of(ALL_RAISED);
        }
        return decisions.stream().noneMatch(SeenDecision::raised) ? Optional.of(ALL_DISMISSED) : Optional.empty();
    }

    /// An attempt was made here.
    ///
    /// @param refused whether it was refused for what it was
    /// @return if it opens by that
    synchronized Optional<Open> attempted(String agentId, boolean refused, Instant at, AgentLimits.Breaker limits) {
        var detectorState = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.window() == 0 || detectorState.isOpen(at)) {
            return Optional.empty();
        }
        push(detectorState.refusals, refused, limits.window());
        long share = detectorState.refusals.stream().filter(it -> it).count() * 100;
        return detectorState.refusals.size() < limits.window()
                        || share < (long) limits.refusedPercent() * limits.window()
                ? Optional.empty()
                : detectorState.open(REFUSED, at.plus(limits.coolDown()));
    }

    /// It was looked for raw media here.
    ///
    /// @return if it opens by that
    synchronized Optional<Open> soughtRawMedia(String agentId, Instant at, AgentLimits.Breaker limits) {
        var detectorState = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.rawMedia() == 0 || detectorState.isOpen(at)) {
            return Optional.empty();
        }
        detectorState.rawMedia.add(at);
        return detectorState.rawMedia.count(at) < limits.rawMedia()
                ? Optional.empty()
                : detectorState.open(RAW_MEDIA, at.plus(limits.coolDown()));
    }

    private static <T> void push(Deque<T> window, T one, int most) {
        window.addLast(one);
        while (window.size() > most) {
            window.removeFirst();
        }
    }
}
