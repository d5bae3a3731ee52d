package io.frostglass.gateway.limits;

import io.frostglass.gateway.agents.Agent.AgentLimits;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Stops an agent that does not behave as if it looked at the events.
///
/// ```
///              all raised, all dismissed, one text only, too many refused, raw media
/// [ closed ] ───────────────────────────────────────────────────────────────────────▶ [ open ]   no decision is taken
///      ▲                                                                                  │
///      └───────────────────────────────── the cool-down is over; nothing is remembered ───┘
/// ```
/// The decisions come from the topic, so all instances open the breaker alike, also after a restart. Each instance
/// counts its own refusals, and its own attempts to get at raw media within an hour.
final class AnomalyDetector {

    /// Why it opened, for metrics and the audit log.
    private static final String ALL_RAISED = "breaker_all_raised";

    private static final String ALL_DISMISSED = "breaker_all_dismissed";
    private static final String ONE_TEXT = "breaker_one_text";
    private static final String REFUSED = "breaker_refused";
    private static final String RAW_MEDIA = "breaker_raw_media";

    /// An open breaker.
    ///
    /// @param until when it closes
    record Open(String reason, Instant until) {}

    private record SeenDecision(boolean raised, String text) {}

    private static final class DetectorState {
        private final Deque<SeenDecision> decisions = new ArrayDeque<>();
        private final Deque<Boolean> refusals = new ArrayDeque<>();
        private SlidingHour rawMedia = new SlidingHour();
        private Optional<Open> open = Optional.empty();

        Optional<Open> openAt(Instant at) {
            return open.filter(it -> it.until().isAfter(at));
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
        var state = agents.get(agentId);
        return state == null ? Optional.empty() : state.openAt(now);
    }

    /// Counts a decision.
    ///
    /// @param text the agent's words; no text is like no other
    /// @return the breaker, if this opened it
    synchronized Optional<Open> decided(
            String agentId, boolean raised, String text, Instant at, AgentLimits.Breaker limits) {
        var state = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.window() == 0 || state.openAt(at).isPresent()) {
            return Optional.empty();
        }
        push(state.decisions, new SeenDecision(raised, text), limits.window());
        return state.decisions.size() < limits.window()
                ? Optional.empty()
                : strange(state.decisions).flatMap(reason -> state.open(reason, at.plus(limits.coolDown())));
    }

    private static Optional<String> strange(Deque<SeenDecision> decisions) {
        String first = decisions.getFirst().text();
        if (!first.isEmpty() && decisions.stream().allMatch(it -> it.text().equals(first))) {
            return Optional.of(ONE_TEXT);
        }
        if (decisions.stream().allMatch(SeenDecision::raised)) {
            return Optional.of(ALL_RAISED);
        }
        return decisions.stream().noneMatch(SeenDecision::raised) ? Optional.of(ALL_DISMISSED) : Optional.empty();
    }

    /// Counts an attempt to decide.
    ///
    /// @param refused whether the gateway refused it for its content
    /// @return the breaker, if this opened it
    synchronized Optional<Open> attempted(String agentId, boolean refused, Instant at, AgentLimits.Breaker limits) {
        var state = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.window() == 0 || state.openAt(at).isPresent()) {
            return Optional.empty();
        }
        push(state.refusals, refused, limits.window());
        long share = state.refusals.stream().filter(it -> it).count() * 100;
        return state.refusals.size() < limits.window() || share < (long) limits.refusedPercent() * limits.window()
                ? Optional.empty()
                : state.open(REFUSED, at.plus(limits.coolDown()));
    }

    /// Counts an attempt to get at raw media.
    ///
    /// @return the breaker, if this opened it
    synchronized Optional<Open> soughtRawMedia(String agentId, Instant at, AgentLimits.Breaker limits) {
        var state = agents.computeIfAbsent(agentId, _ -> new DetectorState());
        if (limits.rawMedia() == 0 || state.openAt(at).isPresent()) {
            return Optional.empty();
        }
        state.rawMedia.add(at);
        return state.rawMedia.count(at) < limits.rawMedia()
                ? Optional.empty()
                : state.open(RAW_MEDIA, at.plus(limits.coolDown()));
    }

    private static <T> void push(Deque<T> window, T one, int most) {
        window.addLast(one);
        while (window.size() > most) {
            window.removeFirst();
        }
    }
}
